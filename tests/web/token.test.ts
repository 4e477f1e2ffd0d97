import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { PageModel } from '../../src/web/model.ts';
import { createTokenForm } from '../../src/web/shell/token-form.ts';
import { fetchWithToken, isToken, token } from '../../src/web/shell/token.ts';

const fault = () => ({ sentence: 'A token is needed.', asksForToken: true });

const asking = () => {
  const faults = signal<PageModel['fault']['value']>(fault());
  const retry = vi.fn();
  return { faults, retry, form: createTokenForm({ fault: faults, retry }) };
};

describe('the token that a server asks for', () => {
  beforeEach(() => void (token.value = undefined));
  afterEach(() => void vi.unstubAllGlobals());

  test('is called refused only after an answer that came after it', () => {
    const { faults, retry, form } = asking();
    expect(form.wrong.value).toBeUndefined();
    form.give('asof_good');
    expect(retry).toHaveBeenCalledTimes(1);
    expect([token.value, form.wrong.value]).toEqual(['asof_good', undefined]);
    faults.value = fault();
    expect(form.wrong.value).toBe('refused');
    form.give('asof_other');
    expect(form.wrong.value).toBeUndefined();
    faults.value = fault();
    expect(form.wrong.value).toBe('refused');
  });

  test('is called refused at once where the one that the tab kept is', () => {
    token.value = 'asof_kept';
    expect(asking().form.wrong.value).toBe('refused');
  });

  test.each([
    ['a space of no width', 'asof_a\u200bb'],
    ['a blank', 'asof_a b'],
    ['a letter that no header has', 'asof_ж'],
    ['nothing', '  '],
  ])('is none with %s: that is said, and none is shown to the server', (_name, text) => {
    const { form, retry } = asking();
    form.give(text);
    expect(form.wrong.value).toBe('no-token');
    expect(retry).not.toHaveBeenCalled();
    expect(token.value).toBeUndefined();
    form.give(' asof_a-b.c~\n');
    expect(form.wrong.value).toBeUndefined();
    expect(token.value).toBe('asof_a-b.c~');
  });

  test('is whatever a request can be made with', async () => {
    const fetched = vi.fn(async () => new Response());
    vi.stubGlobal('fetch', fetched);
    for (let code = 0; code < 0x180; code += 1) {
      const text = `asof_${String.fromCharCode(code)}x`;
      if (!isToken(text)) continue;
      token.value = text;
      await fetchWithToken(new URL('http://localhost/v1/timeline'), {});
    }
    expect(fetched).toHaveBeenCalledTimes(94);
  });
});

test('a token that no request can be made with is not taken from what the tab kept', async () => {
  for (const [kept, read] of [
    ['asof_a\u200bb', undefined],
    ['asof_ab', 'asof_ab'],
  ]) {
    vi.resetModules();
    vi.stubGlobal('sessionStorage', { getItem: () => kept });
    const { token: own } = await import('../../src/web/shell/token.ts');
    expect(own.value).toBe(read);
  }
  vi.unstubAllGlobals();
});
