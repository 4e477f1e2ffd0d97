import * as fc from 'fast-check';

import type { Json } from '../../src/domain/json.ts';

/** Names that JSON Pointers must escape, or that objects of JavaScript have a meaning of their own for. */
const names = [
  'a',
  'b',
  'c',
  '',
  'a/b',
  'm~n',
  '~1',
  '/',
  '0',
  '-',
  '__proto__',
  'constructor',
  'toString',
] as const;

const scalar = fc.constantFrom<Json>(null, true, false, 0, 1, -1, 2.5, '', 'a', 'текст', '0');

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    { weight: 3, arbitrary: scalar },
    { weight: 3, arbitrary: fc.array(tie('json'), { maxLength: 6 }) },
    {
      weight: 3,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom(...names), tie('json')), { maxLength: 5 })
        // Unlike assigning, this makes a member of its own even of `__proto__`.
        .map((members) => Object.fromEntries(members) as Json),
    },
  ),
}));

/** Generates JSON data, deep, with names that are hard to handle. */
export const jsonArbitrary: fc.Arbitrary<Json> = json;

/** What happens to a piece of data: an item comes, goes or moves, or a part is another; chances are taken modulo. */
interface Change {
  readonly does: 'come' | 'go' | 'move' | 'replace' | 'deeper';
  readonly at: number;
  readonly to: number;
  readonly value: Json;
}

const change: fc.Arbitrary<Change> = fc.record({
  does: fc.constantFrom('come', 'come', 'go', 'go', 'move', 'replace', 'deeper', 'deeper'),
  at: fc.nat(20),
  to: fc.nat(20),
  value: json,
});

/** Generates two pieces of data that have little, much or everything in common; what is the same is shared or a copy. */
export const jsonPairArbitrary: fc.Arbitrary<readonly [Json, Json]> = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(json, json) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(json, fc.array(change, { maxLength: 6 }), fc.boolean())
      .map(([before, changes, isCopied]) => {
        const after = changes.reduce(changed, before);
        return [before, isCopied ? (JSON.parse(JSON.stringify(after)) as Json) : after] as const;
      }),
  },
);

function changed(data: Json, { does, at, to, value }: Change): Json {
  if (typeof data !== 'object' || data === null) return value;
  if (Array.isArray(data)) return changedList(data, { does, at, to, value });
  const members = Object.entries(data);
  const place = at % Math.max(1, members.length);
  const [name, member] = members[place] ?? ['a', null];
  if (does === 'go') return Object.fromEntries(members.toSpliced(place, 1));
  if (does === 'come') return Object.fromEntries([...members, [names[to % names.length], value]]) as Json;
  const next = does === 'deeper' ? changed(member, { does: 'come', at: to, to: at, value }) : value;
  return Object.fromEntries(members.toSpliced(place, 1, [name, next]));
}

function changedList(list: readonly Json[], { does, at, to, value }: Change): Json {
  const place = at % Math.max(1, list.length);
  const item = list[place] ?? null;
  switch (does) {
    case 'come':
      return list.toSpliced(at % (list.length + 1), 0, value);
    case 'go':
      return list.toSpliced(place, 1);
    case 'move':
      return list.toSpliced(place, 1).toSpliced(to % Math.max(1, list.length), 0, item);
    case 'replace':
      return list.toSpliced(place, 1, value);
    case 'deeper':
      return list.toSpliced(place, 1, changed(item, { does: 'come', at: to, to: at, value }));
  }
}
