import type { Figure } from '../shared/figure.ts';
import { figureOf } from '../shared/figure.ts';
import { memberOf, membersOf } from '../shared/json.ts';

/** What is counted of people; the first two are told also where they are not known. */
export const harms = ['killed', 'injured', 'missing', 'childrenKilled', 'childrenInjured'] as const;
/** What is counted of munitions. */
export const columns = ['launched', 'intercepted', 'lost'] as const;

/** One thing that is counted of people. */
export type Harm = (typeof harms)[number];
/** One thing that is counted of munitions. */
export type Column = (typeof columns)[number];

/** A number of the situation and where it stands; the figure is absent where none is known. */
export interface NumberPlace {
  /** The steps to the figure; its number is `best` of it. */
  readonly steps: readonly string[];
  readonly figure: Figure | undefined;
}

/** A class of munitions: what is known of each column. */
export interface MunitionRow {
  readonly className: string;
  readonly cells: Readonly<Record<Column, NumberPlace>>;
}

/** Lists the numbers of people: the killed and the injured, be they known or not, and of the others those that are known. */
export function peopleOf(state: unknown): readonly (NumberPlace & { readonly harm: Harm })[] {
  return harms
    .map((harm) => ({ harm, ...placeOf(state, ['casualties', harm]) }))
    .filter(({ harm, figure }) => figure !== undefined || harm === 'killed' || harm === 'injured');
}

/** Lists the munitions by class: drones and missiles, be anything known of them or not, and then the others there are. */
export function munitionsOf(state: unknown): readonly MunitionRow[] {
  const named = Object.keys(membersOf(memberOf(state, 'munitions')));
  return [...new Set(['drone', 'missile', ...named])].map((className) => ({
    className,
    cells: {
      launched: placeOf(state, ['munitions', className, 'launched']),
      intercepted: placeOf(state, ['munitions', className, 'intercepted']),
      lost: placeOf(state, ['munitions', className, 'lost']),
    },
  }));
}

/** What one attack's reports say of one kind or model of a class. */
export interface PartOfClass {
  readonly attack: string;
  readonly title: string;
  /** Its kind and model as the state names it: `ballistic|Kinzhal`. */
  readonly part: string;
  readonly figures: Readonly<Record<Column, Figure | undefined>>;
}

/** Lists the kinds and models of a class that reports tell apart. They overlap from source to source: they are not there to be added up. */
export function partsOf(state: unknown, className: string): readonly PartOfClass[] {
  return Object.entries(membersOf(memberOf(state, 'attacks'))).flatMap(([attack, told]) => {
    const parts = membersOf(memberOf(told, 'munitions', className, 'parts'));
    const title = memberOf(told, 'title');
    return Object.entries(parts).map(([part, one]) => ({
      attack,
      title: typeof title === 'string' ? title : attack,
      part,
      figures: {
        launched: figureOf(memberOf(one, 'launched')),
        intercepted: figureOf(memberOf(one, 'intercepted')),
        lost: figureOf(memberOf(one, 'lost')),
      },
    }));
  });
}

function placeOf(state: unknown, steps: readonly string[]): NumberPlace {
  return { steps, figure: figureOf(memberOf(state, ...steps)) };
}
