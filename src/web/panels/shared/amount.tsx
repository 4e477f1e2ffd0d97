import { panelTexts } from '../../texts/panels.ts';
import type { Amount } from './figure.ts';
import { isRange } from './figure.ts';

/** Writes an amount with its range and unit: 26 (20–31) people; unknown where there is none. */
export function amountText(amount: Amount | undefined): string {
  if (amount === undefined) return panelTexts.unknown;
  const { best, low, high, unit } = amount;
  const number = isRange(amount)
    ? `${panelTexts.number(best)} (${panelTexts.range(low, high)})`
    : panelTexts.number(best);
  return unit === undefined ? number : panelTexts.withUnit(number, unit);
}
