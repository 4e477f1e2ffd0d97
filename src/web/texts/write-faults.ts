const list = new Intl.ListFormat('en', { type: 'disjunction' });

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  object: 'an object',
  array: 'a list',
  null: 'nothing',
};

/** What is said about a value that does not hold. */
export const writeFaults = {
  missing: 'This is needed.',
  unknown: 'There is no such field here: take it away.',
  type: (names: readonly string[]) =>
    `This must be ${list.format(names.map((name) => types[name] ?? name))}.`,
  comma: 'This must be a number. Write a point before decimals, as in 0.125.',
  notOne: (values: readonly string[]) => `This must be ${list.format(values)}.`,
  short: (least: number) => (least === 1 ? 'This is needed.' : `At least ${least} characters are needed.`),
  long: (most: number, count: number) => `At most ${most} characters are taken, and these are ${count}.`,
  pattern: (description: string | undefined) =>
    description === undefined
      ? 'This is not of the form that is asked for.'
      : `Not of this form: ${description}.`,
  noAddress: 'This is no web address such as https://example.org/page.',
  noInstant: 'This is no instant such as 2025-07-03T14:00:00Z.',
  noDate: 'This is no date such as 2025-07-03.',
  noTime: (sentence: string) => (sentence.endsWith('.') ? sentence : `${sentence}.`),
  unsafe: 'This whole number is too large to be kept exactly.',
  least: (bound: number) => `At least ${bound}.`,
  most: (bound: number) => `At most ${bound}.`,
  above: (bound: number) => `More than ${bound}.`,
  below: (bound: number) => `Less than ${bound}.`,
  multiple: (step: number) =>
    step === 1 ? 'This must be a whole number.' : `This must be a multiple of ${step}.`,
  few: (least: number) => `At least ${least} of these are needed.`,
  many: (most: number, count: number) => `At most ${most} are taken, and these are ${count}.`,
  doubled: 'The same stands here twice.',
  ascending: (names: readonly string[]) => `These must ascend: ${names.join(' ≤ ')}.`,
  fewMembers: (least: number) => `At least ${least} of its fields are needed.`,
  manyMembers: (most: number) => `At most ${most} fields are taken.`,
  noStream: 'A stream is named category-id: letters and digits, a hyphen, then letters and digits.',
  sameAsBefore: 'Nothing is changed yet.',
  large: (bytes: number, most: number) => `This is ${bytes} bytes, and at most ${most} are taken.`,
} as const;
