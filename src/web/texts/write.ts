import type { WriteKind } from '../write/form/form-schema.ts';

const many = new Intl.PluralRules('en');

function counted(count: number, one: string, more: string): string {
  return `${count} ${many.select(count) === 'one' ? one : more}`;
}

const titles: Readonly<Record<WriteKind, string>> = {
  append: 'Add an event',
  correct: 'Correct this fact',
  retract: 'Retract this fact',
  reinstate: 'Reinstate this fact',
};

const leads: Readonly<Record<WriteKind, string>> = {
  append: 'It is recorded at the end of its stream, and never changed. A mistake is mended by a correction.',
  correct: 'The fact reads as corrected from now on; what was known before stays as it was.',
  retract: 'The fact counts no more from now on; what was known before stays as it was.',
  reinstate: 'The fact counts again from now on, as it read before it was retracted.',
};

const parts: Readonly<Record<WriteKind, string>> = {
  append: 'event',
  correct: 'correction',
  retract: 'retraction',
  reinstate: 'reinstatement',
};

const submits: Readonly<Record<WriteKind, string>> = {
  append: 'Record the event',
  correct: 'Record the correction',
  retract: 'Record the retraction',
  reinstate: 'Record the reinstatement',
};

const standings: Readonly<Record<string, string>> = {
  future: 'It is dated ahead: it changes nothing until its time comes.',
  uncertain: 'It may not have happened yet, and counts as such.',
};

/** The English texts of the forms that write. */
export const writeTexts = {
  title: (kind: WriteKind) => titles[kind],
  lead: (kind: WriteKind) => leads[kind],
  submit: (kind: WriteKind) => submits[kind],
  about: (title: string) => `About: ${title}`,
  close: 'Close',
  loading: 'Loading the form…',
  failed: (sentence: string) => `The form could not be loaded. ${sentence}`,
  again: 'Try again',
  nowRetracted: 'This fact was retracted meanwhile, so it can only be reinstated.',
  nowHolds: 'This fact is not retracted any more, so it can be corrected.',
  kept: 'What you wrote is kept until you leave the page.',
  keptSending: 'It is still on its way: you are told whether it was recorded.',
  notDone: (title: string, why: string) => `Not recorded: ${title}. ${why}`,
  lostLate:
    'The server does not answer. Open the form again and record it when it is back: it is recorded once.',
  fasterLate: 'Someone was faster. Open the form again to see what came in between.',
  goneOn: 'This is the draft that you left.',
  waits: (kind: WriteKind) =>
    `The ${parts[kind]} that you began is kept. It cannot be recorded while the fact ${
      kind === 'reinstate' ? 'counts' : 'is retracted'
    }.`,
  discardOther: (kind: WriteKind) => `Discard the ${parts[kind]}`,
  discard: 'Discard the draft',
  discarded: 'The draft was discarded.',
  stream: 'Stream',
  streamHint: 'What the event belongs to, named category-id. Choose one or name a new one.',
  streamAt: (revision: number) => `It has ${counted(revision + 1, 'event', 'events')}; yours comes after.`,
  streamNew: 'A new stream: yours will be its first event.',
  type: 'Event type',
  typeHint: 'What kind of event it is. Type to search.',
  noType: 'No event type has these words.',
  occurred: 'When it occurred',
  occurredHint: 'As the source gives it: 2025-07-03, 2025-07-03 18:00, 2025-07, or now.',
  reason: 'Reason',
  reasonHint: 'Why: it is shown wherever the fact is.',
  sourcesOfReason: 'Sources of this correction',
  whatItSays: 'What it says',
  timeParts: 'Interval, certainty, zone',
  sureOfStart: 'The beginning is',
  sureOfEnd: 'The end is',
  start: 'Begins',
  ending: 'Ends',
  end: 'Ends at',
  sureness: { '': 'as given', '?': 'uncertain', '~': 'approximate', '%': 'uncertain and approximate' },
  endings: { point: 'no interval', open: 'still going on', unknown: 'end not known', time: 'at a time' },
  zone: 'Zone of the dates',
  zoneHint: 'Such as Europe/Kyiv; UTC when left empty.',
  began: (from: string, to: string) =>
    from === to ? `Begins ${from}.` : `Begins between ${from} and ${to}.`,
  ended: (from: string, to: string) => (from === to ? `Ends ${from}.` : `Ends between ${from} and ${to}.`),
  noEnd: 'No known end.',
  add: (name: string) => `Add ${name}`,
  addTo: (name: string) => `Add to ${name}`,
  addMore: 'Add more',
  remove: (name: string) => `Remove ${name}`,
  item: (name: string, index: number) => `${name} ${index + 1}`,
  needed: 'needed',
  choose: 'Choose…',
  form: 'Form of',
  alternative: (index: number) => `Form ${index + 1}`,
  changed: 'changed',
  was: (text: string) => `Was: ${text}`,
  wasNothing: 'Was not there.',
  putBack: (name: string) => `Put back ${name}`,
  asJson: 'As JSON',
  json: 'The same as JSON',
  jsonHint: 'What is written here is what the form has. While it is no JSON, nothing is recorded.',
  jsonBack: 'Back to what held last',
  noJson: (why: string) => `This is no JSON: ${why}`,
  noObject: 'This must be an object.',
  preview: 'What it would change',
  previewLead: 'As of now, with all that is known now.',
  previewLater: 'It is shown here as soon as the form holds.',
  previewLoading: 'Looking what it would change…',
  previewFailed: (sentence: string) => `This could not be asked. ${sentence}`,
  previewNothing: 'No value changes.',
  previewStanding: (standing: string) =>
    Object.hasOwn(standings, standing) ? standings[standing] : undefined,
  previewValues: (name: string, count: number) =>
    `${name}: ${counted(count, 'value changes', 'values change')}`,
  thisOne: 'this event',
  previewMore: (count: number) => `and ${counted(count, 'more value', 'more values')}`,
  faults: (count: number) => `${counted(count, 'field needs', 'fields need')} your attention.`,
  sending: 'Recording…',
  lost: 'The server does not answer. What you wrote is kept: record it again when it is back. It is recorded once, even if it had arrived.',
  faster: 'Someone was faster',
  fasterLead: (stream: string, count: number) =>
    `Since you opened this form, ${counted(count, 'event was', 'events were')} recorded in ${stream}:`,
  fasterSame: 'At least one of them is about the same fact. What you record stands on top of it.',
  fasterMine: 'This says the same as yours: it may be the one you sent.',
  recordedAt: (time: string) => `recorded ${time}`,
  lookAtIt: (title: string) => `Look at it: ${title}`,
  look: 'Look at it',
  onTop: 'Record on top of it',
  anew: 'Begin again from how it reads now',
  done: (kind: WriteKind, title: string) =>
    ({
      append: `Recorded: ${title}`,
      correct: `Corrected: ${title}`,
      retract: `Retracted: ${title}`,
      reinstate: `Reinstated: ${title}`,
    })[kind],
  noTitle: 'without a title',
} as const;
