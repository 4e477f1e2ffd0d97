import { panelTexts } from '../../texts/panels.ts';
import { amountText } from './amount.tsx';
import { amountOf } from './figure.ts';
import { isObject, memberOf, textOf } from './json.ts';
import { nameOrText, tagName } from './names.ts';

/** The most characters of a text that stand in a line. */
const longest = 240;

/** Writes a value of any kind on a line: an amount with its range, a tag by its name, an entry by its title, and of the rest how much there is. */
export function valueText(value: unknown): string {
  if (value === undefined) return panelTexts.none;
  if (value === null) return 'null';
  if (typeof value === 'string') return shortened(nameOrText(value));
  if (typeof value === 'number') return panelTexts.number(value);
  if (typeof value === 'boolean') return value ? panelTexts.yes : panelTexts.no;
  if (Array.isArray(value)) return listText(value);
  if (isObject(value)) return objectText(value);
  return '';
}

/** A value of any kind, on a line. */
export function ValueText({ value }: { readonly value: unknown }) {
  return <span class={value === undefined ? 'quiet' : undefined}>{valueText(value)}</span>;
}

function listText(list: readonly unknown[]): string {
  const isClaims = list.length > 0 && list.every((one) => amountOf(one) !== undefined);
  if (isClaims) return shortened(list.map(claimText).join('; '));
  const isPlain = list.every((one) => typeof one === 'string' || typeof one === 'number');
  if (isPlain && list.length > 0) return shortened(panelTexts.and(list.map(valueText)));
  return panelTexts.value.entries(list.length);
}

function claimText(claim: unknown): string {
  const sources = memberOf(claim, 'sources');
  const publishers = (Array.isArray(sources) ? sources : []).flatMap(
    (source: unknown) => textOf(memberOf(source, 'publisher')) ?? [],
  );
  const amount = amountText(amountOf(claim));
  return publishers.length === 0 ? amount : `${panelTexts.and(publishers)} ${amount}`;
}

function objectText(value: object): string {
  const amount = amountOf(value);
  if (amount !== undefined) return amountText(amount);
  for (const name of ['title', 'name', 'what', 'publisher', 'stance', 'note', 'kind']) {
    const text = textOf(memberOf(value, name));
    if (text !== undefined) return shortened(text);
  }
  const actor = textOf(memberOf(value, 'actor'));
  if (actor !== undefined) {
    const role = textOf(memberOf(value, 'role'));
    return role === undefined ? tagName(actor) : `${tagName(actor)}, ${role}`;
  }
  return panelTexts.value.members(Object.keys(value).length);
}

function shortened(text: string): string {
  // A pair of code units that stands for one character is not cut in two.
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
