import type { z } from 'zod';

import { casualtiesSchema, casualtyFigures, withCasualties } from './casualties.ts';
import type { CountsConflict, PartsConflict } from './conflict.ts';
import { naming } from './conflict.ts';
import { publisherSet } from './figures.ts';
import type { Claim, Figure } from './figures.ts';
import { columns, munitionsSchema, partsBy, withMunitions } from './munitions.ts';
import type { Column, MunitionClass } from './munitions.ts';
import { known } from './records.ts';
import { publishersOf, shape } from './shapes.ts';
import type { AttackFact } from './situation-attacks.ts';

/** The schema of the figures of one attack. */
export const attackFiguresSchema = shape({ munitions: munitionsSchema, casualties: casualtiesSchema });

/** The figures of one attack, as far as conflicts are looked for in them. */
export type AttackFigures = z.output<typeof attackFiguresSchema>;

/** Returns the figures of an attack with the claims of one fact more; the same as before when it claims none. */
export function withFigures(before: AttackFigures | undefined, fact: AttackFact): AttackFigures | undefined {
  const { munitions, casualties } = before ?? { munitions: {}, casualties: {} };
  switch (fact.type) {
    case 'AttackReported':
    case 'InterceptionReported':
      return fact.data.munitions === undefined
        ? before
        : { munitions: withMunitions(munitions, fact), casualties };
    case 'CasualtiesReported':
      return { munitions, casualties: withCasualties(casualties, fact) };
    case 'DamageReported':
      return before;
  }
}

/** Lists the conflicts among the figures of one attack. */
export function conflictsIn(
  attack: string,
  figures: AttackFigures,
): readonly (PartsConflict | CountsConflict)[] {
  const harms = casualtyFigures(figures.casualties).flatMap(([harm, figure]) =>
    countsDiffer({ attack, figure: harm }, figure),
  );
  const munitions = Object.entries(figures.munitions).flatMap(([name, of]) =>
    columns.flatMap((column) => inColumn(attack, name, of, column)),
  );
  return [...munitions, ...harms];
}

function inColumn(attack: string, name: string, of: MunitionClass, column: Column) {
  const whole = { attack, class: name, figure: column };
  return [
    ...(of[column]?.claims ?? []).flatMap((claim) => partsDiffer(whole, of, column, claim)),
    ...countsDiffer(whole, of[column]),
    ...Object.entries(of.parts).flatMap(([part, figures]) =>
      countsDiffer({ ...whole, part }, figures[column]),
    ),
  ];
}

type About = CountsConflict['about'];

function countsDiffer(about: About, figure: Figure | undefined): readonly CountsConflict[] {
  if (figure === undefined || figure.agree) return [];
  const values = figure.claims.map((claim) => {
    const { fact, best, low, high, derived } = claim;
    return known({ publishers: publishersOf(claim.sources), fact, best, low, high, derived });
  });
  const said = values.map(({ publishers, best, derived }) =>
    derived === true ? `${naming(publishers)} ${best} (worked out)` : `${naming(publishers)} ${best}`,
  );
  return [
    {
      kind: 'counts-differ',
      about,
      sentence: `Counts of ${wording(about)} differ: ${said.join('; ')}.`,
      facts: factsOf(figure.claims),
      publishers: publishersOf(figure.claims.flatMap((claim) => namesOf(claim))),
      low: figure.low,
      high: figure.high,
      values,
    },
  ];
}

/** An empty name stands for claims without a source, so that they are not left out beside others. */
function namesOf(claim: Claim) {
  return publishersOf(claim.sources).map((publisher) => ({ publisher }));
}

/** The total that publishers state against what their reported parts add up to; ranges that meet are no conflict. */
function partsDiffer(
  about: About,
  of: MunitionClass,
  column: Column,
  total: Claim,
): readonly PartsConflict[] {
  const publishers = publisherSet(total.sources);
  const reported = partsBy(of, publishers, column).filter(([, claim]) => claim.derived !== true);
  if (total.derived === true || reported.length === 0) return [];
  const parts = sum(reported, ({ best }) => best);
  const isShort = sum(reported, ({ best, high }) => high ?? best) < (total.low ?? total.best);
  const exceeds = sum(reported, ({ best, low }) => low ?? best) > (total.high ?? total.best);
  if (!isShort && !exceeds) return [];
  const gap = Math.abs(total.best - parts);
  const closedBy = isShort ? closing(of, column, reported, gap) : undefined;
  const by = publishersOf(total.sources);
  return [
    {
      kind: isShort ? 'parts-fall-short' : 'parts-exceed',
      about,
      sentence:
        `${naming(by)} puts ${wording(about)} at ${total.best}, and the parts it reports add up to ${parts}: ` +
        `${gap} ${isShort ? 'missing' : 'too many'}.${closedBy === undefined ? '' : closingSentence(closedBy)}`,
      facts: factsOf([total, ...reported.map(([, claim]) => claim)]),
      publishers: by,
      total: total.best,
      parts,
      gap,
      ...known({ closedBy }),
    },
  ];
}

type NamedClaim = readonly [string, Claim];
type Closing = NonNullable<PartsConflict['closedBy']>;

/** Finds the parts of another set of publishers that close a gap: all of theirs of kinds that are not among the reported. */
function closing(
  of: MunitionClass,
  column: Column,
  reported: readonly NamedClaim[],
  gap: number,
): Closing | undefined {
  const named = reported.map(([part]) => of.parts[part]);
  const others = Object.entries(of.parts).flatMap(([part, { kind, model, [column]: figure }]) => {
    const isAmong = named.some((one) => one?.kind === kind || (model !== undefined && one?.model === model));
    return kind === undefined || isAmong ? [] : (figure?.claims ?? []).map((claim) => [part, claim] as const);
  });
  const own = publisherSet(reported[0]?.[1].sources ?? []);
  const sets = new Set(others.map(([, claim]) => publisherSet(claim.sources)).filter((set) => set !== own));
  for (const set of sets) {
    const theirs = others.filter(
      ([, claim]) => publisherSet(claim.sources) === set && claim.derived !== true && claim.best > 0,
    );
    if (theirs.length > 0 && sum(theirs, ({ best }) => best) === gap) return theirs.map(closingPart);
  }
  return undefined;
}

function closingPart([part, { best, fact, sources, inferred }]: NamedClaim): Closing[number] {
  return known({ part, best, fact, publishers: publishersOf(sources), inferred });
}

function closingSentence(parts: Closing): string {
  const named = parts.map(({ part, best }) => `${best} ${partWording(part)}`).join(', ');
  const isInferred = parts.some(({ inferred }) => inferred !== undefined);
  return ` ${naming(parts[0]?.publishers ?? [])} reports parts of other kinds that close the gap: ${named}${isInferred ? ' (in part inferred by us)' : ''}.`;
}

function sum(claims: readonly NamedClaim[], amount: (claim: Claim) => number): number {
  return claims.reduce((all, [, claim]) => all + amount(claim), 0);
}

function factsOf(claims: readonly Claim[]): readonly string[] {
  return [...new Set(claims.flatMap(({ fact, from }) => from?.map((share) => share.fact) ?? [fact]))];
}

const plurals: Readonly<Record<string, string>> = {
  drone: 'drones',
  missile: 'missiles',
  bomb: 'bombs',
  shell: 'shells',
  other: 'other munitions',
};

function wording({ attack, class: name, part, figure }: About): string {
  const things = name === undefined ? [] : [plurals[name] ?? name];
  const kind = part === undefined ? [] : [`(${partWording(part)})`];
  return `${[...things, ...kind, figure].join(' ')} in ${attack}`;
}

function partWording(part: string): string {
  return part.replaceAll('|', ' ').trim();
}
