import { panelTexts } from '../../texts/panels.ts';
import type { UncertainPart } from './uncertain.ts';

/** Marks what may not have happened yet, in words and with the sign that the timeline has for it. Marks nothing where `of` is undefined. */
export function MayNot({ of }: { readonly of: UncertainPart | undefined }) {
  if (of === undefined) return null;
  return (
    <span class="may-not">
      <span aria-hidden="true">◐ </span>
      {panelTexts.situation.mayNot(of === 'all' ? undefined : of.part)}
    </span>
  );
}
