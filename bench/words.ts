import type { Timeline } from '../src/index.ts';
import { rateSince } from './measure.ts';

/**
 * Brings the words of everything recorded into full-text search, and returns how many events a second that was.
 *
 * Any search does that before it answers, in transactions of 5,000 events; else it is done little by little while nothing is
 * written, in smaller ones, which costs an event more. Throws when it cannot be done, such as while an import runs.
 */
export async function bringWordsIn(timeline: Timeline): Promise<number> {
  const events = timeline.wordsLag();
  const before = performance.now();
  await timeline.timeline({ text: 'words', limit: 1 });
  const rate = rateSince(before, events);
  const left = timeline.wordsLag();
  if (left > 0) throw new Error(`The words of ${left} events are not in full-text search`);
  return rate;
}
