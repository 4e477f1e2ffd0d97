import type { FactOut } from '../../../client/index.ts';
import type { PanelProps } from '../props.ts';

/** What a fact is shown of. */
export interface FactDetailProps extends PanelProps {
  readonly fact: FactOut;
}
