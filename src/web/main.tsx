import './style/index.css';
import { effect } from '@preact/signals';
import { render } from 'preact';

import { connect } from '../client/index.ts';
import { App } from './app.tsx';
import { browserWorld } from './model/browser-world.ts';
import { createModel } from './model/create-model.ts';
import { returned } from './parts/returned.ts';
import { watchStyles } from './parts/styles.ts';
import { readyPrint } from './share/ready-print.ts';
import { loadAhead, partsAhead, whenIdle } from './shell/ahead.ts';
import { keepFocus } from './shell/keep-focus.ts';
import { followTitle } from './shell/title.ts';
import { fetchWithToken } from './shell/token.ts';
import { createWaiting } from './shell/waiting.ts';
import { followTheme } from './theme.ts';

watchStyles(document);
followTheme(document.documentElement);
const waiting = createWaiting();
addEventListener('online', waiting.wake);
const client = connect(new URL('.', document.baseURI).href, { fetch: fetchWithToken, wait: waiting.wait });
const model = createModel(browserWorld(client, waiting));
followTitle(model);
effect(() => {
  returned.value = model.returns.value;
});
loadAhead(partsAhead, globalThis, whenIdle);
readyPrint(model);
const root = document.getElementById('page');
if (root !== null) {
  render(<App model={model} />, root);
  keepFocus(root);
}
