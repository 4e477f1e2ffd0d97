import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

import type { Asked } from '../../model.ts';
import type { Answer } from './answer.ts';

/**
 * Reads an answer of the model, with a way to ask again after it failed.
 *
 * The model asks for what is looked at: to look away and back asks again, unless there is an answer.
 */
export function useLookedAt<Told>(asked: ReadonlySignal<Asked<Told>>): Answer<Told> {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    if (isAway) setAway(false);
  }, [isAway]);
  const again = () => setAway(true);
  return isAway ? { state: 'loading', answer: undefined, again } : { ...asked.value, again };
}
