import { timelineTexts as texts } from '../texts/timeline.ts';
import { windowOf } from './moving-window.ts';
import type { Painting } from './painting.ts';
import { sizeOf } from './rows.ts';
import { placeOfEntry } from './seen.ts';
import { mayOpen } from './sentence.ts';

/** How long before and after an event its context is, in milliseconds. */
export const contexts = { quarter: 900_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The name of a context. */
export type ContextName = keyof typeof contexts;

/** Opens what an entry is drawn as: selects a reading; zooms in to a cluster, or goes on to the next of those that nothing parts. */
export async function open(painting: Painting, entry: number): Promise<void> {
  const { scene, model } = painting;
  const { layout, item } = placeOfEntry(scene, entry);
  painting.focus.value = entry;
  if (sizeOf(layout, item) === 1) return select(painting, entry);
  if (!mayOpen(scene, entry)) return select(painting, nextMember(painting, entry));
  const [from, to] = [layout.from[item] ?? 0, layout.to[item] ?? 0];
  const beside = Math.max((to - from) * 0.25, 2);
  // What was under the pointer is elsewhere from here on.
  painting.hover.end();
  windowOf(model).glide({ from: from - beside, to: to + beside });
  return undefined;
}

/** Selects the fact of an entry, as soon as its id is known. */
export async function select({ scene, model, titles, chosen }: Painting, entry: number): Promise<void> {
  const { marks, reading } = scene.entries;
  const own = reading[entry] ?? 0;
  const fact = marks.fact[own] ?? 0;
  try {
    const titled = await titles.ask(marks.position[own] ?? 0);
    if (titled === undefined) return;
    chosen.value = { id: titled.id, fact };
    model.change({ selected: titled.id, panel: 'fact' }, 'push');
  } catch (error) {
    model.tell(texts.notOpened(error instanceof Error ? error.message : String(error)));
  }
}

/** Returns the member of a cluster after the one that is selected; the first where none is. */
function nextMember({ scene }: Painting, entry: number): number {
  const { layout, item } = placeOfEntry(scene, entry);
  const { marks, reading } = scene.entries;
  const members = layout.members.subarray(layout.memberStart[item], layout.memberStart[item + 1]);
  const seen = members.filter((member) => (scene.stands[reading[member] ?? 0] ?? 0) > 0);
  const at = seen.findIndex((member) => marks.fact[reading[member] ?? 0] === scene.selectedFact);
  return seen[(at + 1) % seen.length] ?? entry;
}

/** Returns the entry that a context is of: the one that has the focus, or else is selected; -1 where there is none. */
export function contextEntry({ scene, focus, selected }: Painting): number {
  void selected.value;
  return focus.value >= 0 ? focus.value : (scene.selectedEntries.at(-1) ?? -1);
}

/** Shows what happened around an event, from before it may have begun until after it had at the latest; says so where there is none. */
export function showContext(painting: Painting, name: ContextName): void {
  const { scene, model } = painting;
  const { reading, marks } = scene.entries;
  const entry = contextEntry(painting);
  if (entry < 0) return model.tell(texts.tools.contextNone);
  const own = reading[entry] ?? 0;
  const from = marks.from[own] ?? 0;
  const latest = Math.max(from, marks.fromLatest[own] ?? from);
  windowOf(model).glide({ from: from - contexts[name], to: latest + contexts[name] });
  model.tell(texts.tools.contextTold(texts.tools.contexts[name]));
  return undefined;
}
