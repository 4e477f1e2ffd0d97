import { get } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { isDeepStrictEqual } from 'node:util';

import { createParser } from 'eventsource-parser';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import type { Patch } from '../../src/domain/patch.ts';
import type { CountedLog } from './counted-log.ts';

/** What a client of a counted log subscribes to. */
export type Followed =
  | { readonly what: 'digest' | 'timeline' }
  | { readonly what: 'key'; readonly key: string };

/** A client of a server that goes on after what it saw last whenever it is cut off, and checks all that it is told. */
export interface Follower {
  readonly followed: Followed;
  /** The last position that it has everything of. */
  position(): number;
  /** Changes that it missed, or that lead to a state that never was. */
  gaps(): number;
  /** Changes that it was told before. */
  repeats(): number;
  cuts(): number;
  /** Answers that were no stream of events. */
  refused(): number;
  /** What was wrong, in words. */
  notes(): readonly string[];
  /** Heartbeats that it heard. */
  beats(): number;
  wasToldBye(): boolean;
  isOpen(): boolean;
  /** Connects, after what was seen last. */
  connect(port: number): void;
  /** Leaves: by closing, or by resetting the connection; `keepsConnecting` false ends it. */
  leave(how: 'close' | 'reset'): void;
  pause(): void;
  resume(): void;
  /** What it has: the state, or the number of facts. */
  has(): unknown;
}

/** How a follower behaves. */
export interface FollowerOptions {
  readonly log: CountedLog;
  readonly followed: Followed;
  /** Hears of everything that it was told. */
  readonly onTold?: (follower: Follower) => void;
  /** Hears that its connection ended, or could not be made. */
  readonly onEnd?: (follower: Follower) => void;
  /** Does not read from the beginning on. */
  readonly isPaused?: boolean;
}

interface Told {
  readonly moment: { readonly position: number };
  readonly from?: { readonly position: number };
  readonly state?: unknown;
  readonly patch?: Patch;
  readonly entries?: readonly unknown[];
  readonly changes?: readonly { readonly byPosition: number }[];
}

/** Creates a client that is not connected yet. */
export function createFollower({
  log,
  followed,
  onTold,
  onEnd,
  isPaused = false,
}: FollowerOptions): Follower {
  const counts = { gaps: 0, repeats: 0, cuts: 0, beats: 0, refused: 0 };
  const notes: string[] = [];
  const note = (what: string): void => {
    notes.push(`${JSON.stringify(followed)} at ${position}, after ${lastId}: ${what}`);
  };
  const gap = (what: string): void => {
    counts.gaps += 1;
    note(what);
  };
  const repeat = (what: string): void => {
    counts.repeats += 1;
    note(what);
  };
  let listed = 0;
  let state: unknown;
  let position = 0;
  let lastId: string | undefined;
  let wasToldBye = false;
  let asking: ClientRequest | undefined;
  let answer: IncomingMessage | undefined;

  const pathOf = (): string => {
    if (followed.what === 'timeline') return '/v1/timeline/updates';
    return followed.what === 'key'
      ? `/v1/projections/by-tag/updates?key=${followed.key}`
      : '/v1/projections/digest/updates';
  };
  const expectedAt = (at: number): unknown => {
    if (followed.what === 'timeline') return at;
    return followed.what === 'key' ? log.keyedStateAt(at, followed.key) : log.stateAt(at);
  };

  function take(event: string, id: string | undefined, data: Told): void {
    if (event === 'bye') {
      wasToldBye = true;
      return;
    }
    if (event === 'fault') throw new Error(JSON.stringify(data));
    const at = data.moment.position;
    if (event === 'snapshot' || event === 'reset') state = data.state;
    if (event === 'entries') {
      // Only with the last page there is something to go on after.
      listed += data.entries?.length ?? 0;
      if (id === undefined) return;
      state = listed;
    }
    const from = data.from?.position ?? 0;
    if (event === 'patch') {
      if (at <= position || data.patch?.length === 0) repeat(`a patch to ${at}`);
      if (from < position) repeat(`a patch from ${from}`);
      if (!isDeepStrictEqual(state, expectedAt(from))) gap(`a patch from another state, at ${from}`);
      state = applyPatch(state, data.patch ?? []);
    }
    if (event === 'changes')
      for (const { byPosition } of data.changes ?? []) {
        if (byPosition <= Number(state)) repeat(`a change at ${byPosition}`);
        else if (byPosition > Number(state) + 1) gap(`nothing before the change at ${byPosition}`);
        state = byPosition;
      }
    // Who appends may learn of it after the server told of it.
    if (at <= log.head() && !isDeepStrictEqual(state, expectedAt(at))) gap(`${event} does not lead to ${at}`);
    position = at;
    lastId = id ?? lastId;
  }

  const follower: Follower = {
    followed,
    position: () => position,
    gaps: () => counts.gaps,
    repeats: () => counts.repeats,
    cuts: () => counts.cuts,
    refused: () => counts.refused,
    notes: () => notes,
    beats: () => counts.beats,
    wasToldBye: () => wasToldBye,
    isOpen: () => answer !== undefined,
    has: () => state,
    connect(port) {
      const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
      wasToldBye = false;
      listed = 0;
      const one = get({ host: '127.0.0.1', port, path: pathOf(), headers, agent: false });
      asking = one;
      const parser = createParser({
        onEvent({ event = '', id, data }) {
          if (asking !== one) return;
          take(event, id, JSON.parse(data) as Told);
          onTold?.(follower);
        },
        onComment: () => void (counts.beats += 1),
      });
      const end = (): void => {
        if (asking !== one) return;
        asking = undefined;
        answer = undefined;
        onEnd?.(follower);
      };
      one.on('error', end);
      one.on('response', (response) => {
        // A server that stops may say so before it begins to tell.
        if (response.statusCode !== 200) {
          counts.refused += 1;
          response.resume();
          if (response.statusCode !== 503) note(`answered ${response.statusCode}`);
        }
        answer = response;
        response.setEncoding('utf8').on('error', end).on('close', end);
        response.on('data', (text: string) => asking === one && parser.feed(text));
        if (isPaused) response.pause();
      });
    },
    leave(how) {
      counts.cuts += 1;
      const left = asking;
      const socket = answer?.socket;
      asking = undefined;
      answer = undefined;
      if (how === 'reset' && socket !== undefined) socket.resetAndDestroy();
      left?.destroy();
    },
    pause: () => void answer?.pause(),
    resume: () => void answer?.resume(),
  };
  return follower;
}
