import './style/index.css';
import { render } from 'preact';

import { connect } from '../client/index.ts';
import { App } from './app.tsx';
import { createModel } from './model/create-model.ts';
import { browserWorld } from './model/world.ts';
import { readyPrint } from './share/ready-print.ts';
import { keepFocus } from './shell/keep-focus.ts';
import { followTitle } from './shell/title.ts';
import { fetchWithToken } from './shell/token.ts';
import { createWaiting } from './shell/waiting.ts';
import { followTheme } from './theme.ts';

followTheme(document.documentElement);
const waiting = createWaiting();
addEventListener('online', waiting.wake);
const client = connect(new URL('.', document.baseURI).href, { fetch: fetchWithToken, wait: waiting.wait });
const model = createModel(browserWorld(client, waiting));
followTitle(model);
readyPrint(model);
const root = document.getElementById('page');
if (root !== null) {
  render(<App model={model} />, root);
  keepFocus(root);
}
