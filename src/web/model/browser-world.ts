import { signal } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import type { World } from './world.ts';

/** Returns the world as a browser has it. */
export function browserWorld(client: Client, waiting: Pick<World, 'wait' | 'wake'>): World {
  const isSeen = signal(!document.hidden);
  document.addEventListener('visibilitychange', () => (isSeen.value = !document.hidden));
  return {
    client,
    isSeen,
    address: browserAddress(),
    clock: Date.now,
    everySecond(callback) {
      setInterval(() => {
        if (!document.hidden) callback();
      }, 1000);
      document.addEventListener('visibilitychange', callback);
    },
    // A page that is not looked at draws no frames, and goes on all the same.
    frame(callback) {
      if (document.hidden) setTimeout(callback, 100);
      else requestAnimationFrame(callback);
    },
    ...waiting,
    ending: new AbortController().signal,
    isOnline: () => navigator.onLine,
    isStill: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}

function browserAddress(): World['address'] {
  return {
    read: () => location.search,
    write(query, how) {
      if (query === location.search) return;
      const address = `${location.pathname}${query}`;
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    },
    onMoved: (callback) => addEventListener('popstate', callback),
  };
}
