import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { texts } from '../texts.ts';
import { returned } from './returned.ts';
import { loadMissingStyles } from './styles.ts';

/**
 * Returns a component that is loaded when it is first shown; until then the place stays as large as its parent makes it. What does not load is
 * loaded anew when the server is back.
 *
 * @example const Help = lazy(async () => (await import('./help.tsx')).Help)
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => preact.JSX.Element {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [stand, setStand] = useState<'loading' | 'there' | 'failed'>(
      loaded === undefined ? 'loading' : 'there',
    );
    const [attempt, setAttempt] = useState(0);
    const again = returned.value;
    useEffect(() => {
      if (loaded !== undefined) return setStand('there');
      setStand('loading');
      loadMissingStyles()
        .then(load)
        .then(
          (component) => {
            loaded = component;
            setStand('there');
          },
          () => setStand('failed'),
        );
      return undefined;
    }, [attempt, again]);
    if (stand === 'failed')
      return (
        <p class="part-missing" role="alert">
          {texts.en.page.partMissing}{' '}
          <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
            {texts.en.page.tryAgain}
          </button>
        </p>
      );
    const Loaded = stand === 'there' ? loaded : undefined;
    return Loaded === undefined ? <p class="part-loading">{texts.en.page.loading}</p> : <Loaded {...props} />;
  };
}
