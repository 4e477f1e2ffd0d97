import type { PageModel } from '../model.ts';

/** What the share menu and its parts are given. */
export interface ShareMenuProps {
  readonly model: PageModel;
  readonly close: () => void;
}
