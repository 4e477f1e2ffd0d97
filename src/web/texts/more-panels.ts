import { panelTexts } from './panels.ts';

const { number, counted } = panelTexts;

const changes: Readonly<Record<string, string>> = {
  added: 'added',
  removed: 'removed',
  reread: 'reads otherwise',
};

const reasons: Readonly<Record<string, string>> = {
  stated: 'it was recorded in between',
  corrected: 'it was corrected in between',
  retracted: 'it was retracted in between',
  reinstated: 'it was reinstated in between',
  occurred: 'it occurred in between',
  certainty: 'it may not have happened yet',
};

/** What going back in time leaves out was not taken back: it was not there yet. */
const notThere: Readonly<Record<string, { readonly kind: string; readonly why: string }>> = {
  stated: { kind: 'not known yet', why: 'it was recorded later' },
  occurred: { kind: 'not happened yet', why: 'it occurred later' },
};

const conflictKinds: Readonly<Record<string, string>> = {
  'parts-fall-short': 'Parts fall short of their total',
  'parts-exceed': 'Parts exceed their total',
  'counts-differ': 'Counts differ',
  order: 'Order in time cannot hold',
  other: 'Conflict',
};

const sideRoles: Readonly<Record<string, string>> = {
  total: 'Total as reported',
  parts: 'Its parts, added up',
  closing: 'Would close the gap',
  claim: 'Claim',
  fact: 'Event',
};

const lagNames: Readonly<Record<string, string>> = {
  minute: '1 min',
  hour: '1 h',
  day: '1 day',
  week: '1 week',
  month: '1 month',
  year: '1 year',
  decade: '10 years',
};

/** The English texts of the panels that are loaded on demand. */
export const morePanelTexts = {
  compare: {
    lead: 'What changes from one moment to the other',
    before: 'From',
    after: 'To',
    afterNote: 'the moment of the scrubbers',
    asOf: 'As of (what had happened)',
    knownAt: 'Known at (what had been recorded)',
    asOfHint: '2025-07-04 18:00, a date, or now',
    knownAtHint: 'a position, a time, or newest',
    now: 'now',
    head: 'newest',
    position: panelTexts.position,
    swap: 'Swap the two moments',
    apply: 'Compare',
    presets: 'Choose the other moment',
    beforeCorrection: 'Before the last correction',
    noCorrection: 'No correction is in view',
    dayEarlier: 'As of 24 h earlier',
    knownDayEarlier: 'Known 24 h earlier',
    choose: 'Choose a second moment',
    chooseMore: 'Then this tells what was learnt or what happened in between.',
    same: 'The two moments are the same',
    nothing: 'Nothing differs between the two moments.',
    values: (least: number, isMore: boolean) =>
      isMore ? `${number(least)} values or more differ` : counted(least, 'value differs', 'values differ'),
    others: (least: number, isMore: boolean) =>
      isMore
        ? `${number(least)} other values or more differ`
        : counted(least, 'other value differs', 'other values differ'),
    valuesMore: 'There are more than are listed.',
    changesOf: (listed: number, isMore: boolean) =>
      isMore
        ? `More than ${counted(listed, 'fact', 'facts')} differ`
        : counted(listed, 'fact differs', 'facts differ'),
    kind: (change: string, why?: string) =>
      (change === 'removed' ? notThere[why ?? '']?.kind : undefined) ?? changes[change] ?? change,
    why: (why: string, change?: string) =>
      (change === 'removed' ? notThere[why]?.why : undefined) ?? reasons[why] ?? why,
    numbers: (count: number) => counted(count, 'number differs', 'numbers differ'),
    workings: (count: number) => `${number(count)} more in what these are worked out from`,
    recorded: (time: string) => `recorded ${time}`,
    newestAt: (position: number, time: string) => `newest: position ${number(position)}, recorded ${time}`,
    positionAt: (position: number, time: string) => `position ${number(position)}, recorded ${time}`,
    column: { path: 'Value', before: 'Before', after: 'After' },
    projection: 'Projection',
    by: 'by',
  },
  knowledge: {
    lead: 'When it occurred, against when it was recorded',
    axis: 'Vertical axis',
    recorded: 'Recorded time',
    lag: 'Lag (log)',
    atOnce: 'reported at once',
    ahead: 'recorded before it occurred',
    lagName: (name: string) => lagNames[name] ?? name,
    band: (low: string | undefined, high: string | undefined) =>
      low === undefined
        ? `at once, or up to ${high ?? ''}`
        : high === undefined
          ? `over ${low}`
          : `${low} to ${high}`,
    bands: 'How late, of what is known at this moment',
    canvas: (count: number) =>
      `Scatter of ${counted(count, 'reading', 'readings')} by occurred and recorded time. The table below has the same.`,
    legend: {
      known: 'known',
      corrected: 'correction',
      retracted: 'retraction',
      replaced: 'read otherwise since',
      notKnown: 'not known yet at this moment, or not happened yet',
    },
    table: 'The same as a table',
    columns: { title: 'Event', occurred: 'Occurred', recorded: 'Recorded', lag: 'Lag' },
    empty: 'No readings in view',
    emptyMore: 'Widen the window or clear the filters.',
    tooMany: (all: number) => `More than ${number(all)} readings are in view`,
    tooManyMore: 'Zoom in on the timeline, or filter, to see how late each was recorded.',
    late: (time: string) => `${time} later`,
    early: (time: string) => `${time} before`,
    none: 'at once',
    upTo: (time: string) => `up to ${time} later`,
    atLeast: (time: string) => `at least ${time} later`,
    range: (least: string, most: string) => `${least} – ${most}`,
    unknown: 'not known',
    inferred: 'not known: inferred',
    by: (time: string) => `by ${time}`,
    unclear: 'known too roughly to tell',
  },
  places: {
    lead: 'What happened where, as of this moment',
    map: (count: number) => `Map with ${counted(count, 'place', 'places')}. The list below has the same.`,
    borders:
      'Coast and borders: Natural Earth 1:110 million, which draws who holds the ground in fact and not whose it is by law: Crimea, for one, it draws with Russia. They are there to find one’s way and say nothing of whose a place is.',
    keys: 'Map: plus and minus zoom, arrow keys move it, 0 fits all places.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Fit all places',
    list: 'Places',
    place: (name: string, facts: number) => `${name}: ${counted(facts, 'fact', 'facts')}`,
    unnamed: 'Unnamed place',
    unlocated: (count: number) =>
      `${counted(count, 'fact names', 'facts name')} no coordinates and cannot be drawn.`,
    latest: (count: number) => `Drawn are the latest ${number(count)} facts up to this moment.`,
    empty: 'No fact has coordinates as of this moment',
  },
  conflicts: {
    lead: (count: number) =>
      count === 0 ? 'No conflicts' : `${counted(count, 'conflict', 'conflicts')} as of this moment`,
    none: 'No claims disagree as of this moment, as far as is looked for: totals and their parts, counts by several sources, orders in time.',
    kind: (kind: string) => conflictKinds[kind] ?? kind,
    role: (role: string) => sideRoles[role] ?? role,
    gap: (gap: number) => `${number(gap)} apart`,
    unnamed: 'a fact without a source',
  },
  sourcesPanel: {
    lead: (count: number) => `${counted(count, 'publisher', 'publishers')} as of this moment`,
    none: 'No publisher is named as of this moment',
    order: {
      late: 'Lag',
      corrected: 'Corrections',
      reported: 'Facts',
      alone: 'Alone',
      name: 'Publisher',
    },
    columns: {
      name: 'Publisher',
      reported: 'Facts',
      late: 'How late',
      corrected: 'Corrected',
      alone: 'Alone',
    },
    median: (time: string) => `median ${time}`,
    worst: (time: string) => `worst ${time}`,
    mean: (time: string) => `mean ${time}`,
    notKnown: 'not known',
    notKnownTitle:
      'The times of its facts are inferred, approximate, or open: they say nothing of how late it is',
    retracted: (count: number) => `${number(count)} retracted`,
    byType: 'By event type',
    grades: 'Grades',
    noGrades: 'No grades are given.',
    alone: (count: number) => `It alone reports ${counted(count, 'fact', 'facts')}`,
    listed: (count: number) => `The latest ${number(count)} of them:`,
    filter: 'Show only its facts',
    first: (count: number, all: number) =>
      `The ${number(count)} of ${number(all)} publishers with most facts are shown.`,
  },
} as const;
