import { capitalised, wordsOf } from '../panels/shared/names.ts';

const many = new Intl.PluralRules('en');

/** Says how many there are of something. */
function counted(count: number, one: string, more: string): string {
  return `${number(count)} ${many.select(count) === 'one' ? one : more}`;
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Writes a number as it is read: 1,234.5. */
function number(value: number): string {
  return whole.format(value).replace('-', '−');
}

function signed(value: number): string {
  return value > 0 ? `+${number(value)}` : number(value);
}

/** Classes of munitions as a heading: what is counted, in the plural. */
const classes: Readonly<Record<string, string>> = {
  drone: 'Drones',
  missile: 'Missiles',
  'glide-bomb': 'Glide bombs',
  bomb: 'Bombs',
  artillery: 'Artillery',
  rocket: 'Rockets',
};

/** Steps of paths into the situation that are said otherwise than they are named. */
const pathTerms: Readonly<Record<string, string>> = {
  casualties: 'casualties',
  childrenKilled: 'children killed',
  childrenInjured: 'children injured',
  lost: 'lost on the way',
  commitmentToResume: 'commitment to resume',
  interactionOfYear: 'contact of the year',
  otherBy: 'named by others',
  inForce: 'in force',
};

const statuses: Readonly<Record<string, string>> = {
  stated: 'as first stated',
  corrected: 'corrected',
  retracted: 'retracted',
  reinstated: 'reinstated',
};

const standings: Readonly<Record<string, string>> = {
  past: 'Happened by this moment',
  uncertain: 'May not have happened yet at this moment',
  future: 'Had not happened yet at this moment',
  retracted: 'Retracted: it does not count',
};

const qualifiers: Readonly<Record<string, string>> = {
  uncertain: 'uncertain',
  approximate: 'approximate',
  'uncertain-and-approximate': 'uncertain and approximate',
};

const reliability: Readonly<Record<string, string>> = {
  A: 'completely reliable',
  B: 'usually reliable',
  C: 'fairly reliable',
  D: 'not usually reliable',
  E: 'unreliable',
  F: 'reliability cannot be judged',
};

const credibility: Readonly<Record<string, string>> = {
  1: 'confirmed by others',
  2: 'probably true',
  3: 'possibly true',
  4: 'doubtful',
  5: 'improbable',
  6: 'truth cannot be judged',
};

const lists: Readonly<Record<string, { readonly title: string; readonly none: string }>> = {
  damage: { title: 'Damaged sites', none: 'None reported' },
  deliveries: { title: 'Deliveries', none: 'None reported' },
  calls: { title: 'Calls', none: 'None reported' },
  positions: { title: 'Positions', none: 'None declared' },
  statements: { title: 'Statements', none: 'None reported' },
  links: { title: 'Links', none: 'None assessed' },
  alerts: { title: 'Alerts in force', none: 'None in force, as far as reported' },
};

/** Why another claim began to count. */
const precedences = {
  grade: 'its grade is better',
  reported: 'it is reported, the other worked out',
  later: 'of claims graded alike that of the later event counts',
} as const;

interface PrecedenceWords {
  readonly by: readonly string[];
  readonly insteadOf: readonly string[];
  readonly why: keyof typeof precedences;
}

function anyOf(publishers: readonly string[]): string {
  return publishers.length === 0 ? 'a claim without a source' : new Intl.ListFormat('en').format(publishers);
}

/** The English texts of the panels that are there from the first view on. */
export const panelTexts = {
  counted,
  number,
  signed,
  tabs: {
    label: 'Panels',
    situation: 'Situation',
    fact: 'Fact',
    compare: 'Compare',
    knowledge: 'Knowledge',
    places: 'Places',
    conflicts: 'Conflicts',
    sources: 'Sources',
  },
  loading: 'Loading…',
  again: 'Try again',
  failed: (sentence: string) => `This could not be loaded. ${sentence}`,
  stale: 'Shown is the last answer.',
  unknown: 'unknown',
  unknownTitle: 'No source gives a number',
  noTitle: 'Without a title',
  event: 'Event',
  range: (low: number, high: number) => `${number(low)}–${number(high)}`,
  withUnit: (text: string, unit: string) => `${text} ${unit}`,
  derived: 'worked out',
  inferred: 'inferred',
  inferredFields: (fields: string) => `Worked out by us, not said by a source: ${fields}`,
  sources: (count: number) => (count === 0 ? 'no source named' : counted(count, 'source', 'sources')),
  noSource: 'No source named',
  facts: (count: number) => counted(count, 'fact', 'facts'),
  more: (count: number) => `Show ${number(count)} more`,
  moreNamed: (count: number, name: string) => `Show ${number(count)} more: ${name}`,
  fewer: 'Show fewer',
  and: (names: readonly string[]) => new Intl.ListFormat('en').format(names),
  nth: (index: number) => `no. ${number(index + 1)}`,
  yes: 'yes',
  no: 'no',
  none: 'none',
  position: (position: number) => `position ${position}`,
  recordedAt: (time: string) => `recorded ${time}`,
  occurredAt: (time: string) => `occurred ${time}`,
  written: {
    uncertain: 'perhaps',
    approximate: 'about',
    both: 'perhaps about',
    open: 'open',
    unknown: 'unknown',
  },
  compass: { north: 'N', south: 'S', east: 'E', west: 'W' },
  pathTerms,
  classOf: (name: string) =>
    Object.hasOwn(classes, name) ? (classes[name] ?? name) : capitalised(wordsOf(name)),
  statusOf: (status: string) => (Object.hasOwn(statuses, status) ? (statuses[status] ?? status) : status),
  situation: {
    people: 'People',
    munitions: 'Munitions',
    harms: {
      killed: 'Killed',
      injured: 'Injured',
      missing: 'Missing',
      childrenKilled: 'Children killed',
      childrenInjured: 'Children injured',
    },
    columns: { launched: 'Launched', intercepted: 'Intercepted', lost: 'Lost on the way' },
    ofClass: (className: string, column: string) => `${className}: ${column.toLowerCase()}`,
    since: (time: string) => `known since ${time}`,
    sinceTitle: 'When it was recorded as it is: the clock of known at',
    lastRecorded: (time: string) => `last recorded ${time}`,
    lines: 'Lines and ticks run along occurred time; what is after as of is faint.',
    mayNot: (part: number | undefined) =>
      part === undefined
        ? 'may not have happened yet'
        : `${part === 0 ? 'part' : number(part)} of it may not have happened yet`,
    notFiltered: 'Search and filters do not reach this panel: it is of all facts at this moment.',
    clearFilters: 'Clear search and filters',
    onlyCertain: 'What may not have happened yet is left out here.',
    noNumbers: 'Killed, injured, drones and missiles: unknown. No event of this log gives such numbers.',
    list: (name: string) => lists[name] ?? { title: capitalised(wordsOf(name)), none: 'None' },
    commitment: (made: boolean) => (made ? 'commitment to resume made' : 'no commitment to resume'),
    empty: 'The situation is empty as of this moment',
    emptyMore: 'Move "Known at" or "As of" to a later time, or add events.',
    emptyAsOf: 'Move "As of" to a later time, or add events.',
    emptyKnownAt: 'Move "Known at" to a later time, or add events.',
    emptyNewest: 'This is all that is known by now. Add events, and it fills.',
  },
  explanation: {
    back: 'Back to the situation',
    never: 'No event of this history ever set it.',
    gone: 'It was set, and taken away again.',
    steps: (count: number, isPart: boolean) =>
      isPart
        ? `The latest ${counted(count, 'event', 'events')} that set it`
        : `${counted(count, 'event', 'events')} set it`,
    earlier: (value: number) => `Earlier events, not listed: ${number(value)}`,
    earlierUnlisted: 'Earlier events set it too; the latest are listed.',
    addsUp: (contributions: string, total: string) =>
      `${contributions} = ${total}: the contributions add up.`,
    doesNotAddUp: (total: string, shown: string) =>
      `The contributions add up to ${total}, but the number is ${shown}. Do not rely on it; please report this.`,
    standings: { counted: 'counted', agrees: 'agrees', notCounted: 'not counted' },
    first: 'recorded first',
    claims: 'What sources claim, in the order of recording',
    correctedAt: (time: string) => `corrected ${time}`,
    precedence: ({ by, insteadOf, why }: PrecedenceWords) =>
      `From here on the number goes by ${anyOf(by)}, and no more by ${anyOf(insteadOf)}: ${precedences[why]}.`,
    parts: 'By kind and model, as reported',
    partsNote: 'Sources tell kinds apart in their own ways: these rows overlap and are not added up.',
    part: 'Kind or model',
    attack: 'Attack',
    sumOf: 'sum of its parts',
    after: (value: string) => `then ${value}`,
    takenAway: 'then unknown',
    correctedFrom: 'Corrected on the word of',
    reason: (reason: string) => `Reason: ${reason}`,
  },
  fact: {
    none: 'No event is selected',
    noneMore: 'Select one on the timeline, or follow an event from an explanation.',
    notKnown: 'Not known yet at this moment',
    notKnownMore: (position: number) => `It was first recorded at position ${position}.`,
    toKnown: 'Go to where it became known',
    backToExplanation: 'Back to the explanation',
    standing: (standing: string) => standings[standing] ?? standing,
    when: 'When it occurred',
    asWritten: 'As written',
    began: 'Began',
    ended: 'Ended',
    noEnd: 'no known end',
    between: (from: string, to: string) => `between ${from} and ${to}`,
    precision: 'Precision',
    qualifier: 'Qualifier',
    qualifierOf: (qualifier: string) => qualifiers[qualifier] ?? qualifier,
    recorded: 'When it was recorded',
    firstRecorded: 'First recorded',
    lag: (time: string) => `${time} after it occurred`,
    within: 'within the time in which it may have begun',
    lagAtLeast: (time: string) => `${time} after the latest it may have begun`,
    ahead: (time: string) => `${time} before it occurred`,
    stream: 'Stream',
    revision: (revision: number) => `revision ${number(revision)}`,
    saysWho: 'Who says so',
    data: 'What it says',
    about: 'About',
    filterBy: (name: string) => `Show only what is about ${name}`,
    readings: 'How it was read',
    readingsLead: (count: number) =>
      count === 1 ? 'One reading: it reads as first stated.' : `${number(count)} readings, the latest first.`,
    holds: 'holds at this moment',
    held: (from: number, to: number) => `held from position ${from} up to ${to}`,
    holdsFrom: (from: number) => `from position ${from}`,
    changed: 'What changed',
    nothingChanged: 'Nothing of what it says changed.',
    changedMore: (count: number) => `and ${counted(count, 'more value', 'more values')}`,
    places: 'Places',
    onMap: 'Show on the map',
    links: 'Links',
    causes: 'Came from',
    effects: 'Led to',
    correct: 'Correct…',
    retract: 'Retract…',
    reinstate: 'Reinstate…',
    writingNote: 'A correction is recorded beside what was said before. Nothing is erased.',
    id: 'Event id',
  },
  value: {
    claims: (count: number) => counted(count, 'claim', 'claims'),
    entries: (count: number) => counted(count, 'entry', 'entries'),
    members: (count: number) => counted(count, 'value', 'values'),
    becomes: 'becomes',
  },
  source: {
    attributed: (name: string) => `citing ${name}`,
    grade: (grade: string) => `grade ${grade}`,
    gradeWords: (grade: string) => {
      const [reliable = '', credible = ''] = grade;
      const words = [reliability[reliable], credibility[credible]].filter((word) => word !== undefined);
      return words.length === 2 ? words.join(', ') : 'not a known grade';
    },
    published: (time: string) => `published ${time}`,
    retrieved: (time: string) => `retrieved ${time}`,
    leaves: 'opens in a new tab',
    notALink: 'not a web address: shown as text',
  },
} as const;
