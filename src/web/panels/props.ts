import type { PageModel } from '../model.ts';
import type { OnWrite } from './write.ts';

/** What every panel is given. */
export interface PanelProps {
  readonly model: PageModel;
  /** Opens the form for a correction or a retraction; absent, the page only reads. */
  readonly onWrite?: OnWrite | undefined;
}
