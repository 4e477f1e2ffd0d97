import { morePanelTexts } from '../../texts/more-panels.ts';

/** What the shapes of the drawing stand for. */
export function Legend() {
  const { legend } = morePanelTexts.knowledge;
  return (
    <ul class="knowledge-legend">
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <circle class="shape-known" cx="6" cy="6" r="3.5" />
        </svg>
        {legend.known}
      </li>
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <rect class="shape-corrected" x="2.5" y="2.5" width="7" height="7" />
        </svg>
        {legend.corrected}
      </li>
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path class="shape-retracted" d="M2.5 2.5l7 7M9.5 2.5l-7 7" />
        </svg>
        {legend.retracted}
      </li>
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path class="shape-replaced" d="M2.5 6h7" />
        </svg>
        {legend.replaced}
      </li>
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <circle class="shape-not-yet" cx="6" cy="6" r="3" />
        </svg>
        {legend.notKnown}
      </li>
    </ul>
  );
}
