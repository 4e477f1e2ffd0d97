import { describe, expect, test } from 'vitest';

import { hostOf, webAddressOf } from '../../src/web/panels/shared/web-address.ts';

describe('an address from data', () => {
  test.each([
    'https://example.org/a?b=c#d',
    'http://example.org',
    'HTTPS://example.org/x',
    'https://[::1]:8080/',
  ])('%s is a link', (text) => expect(webAddressOf(text)).toMatch(/^https?:\/\//));

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    '//example.org/x',
    '/v1/log',
    'example.org',
    'https:example.org',
    'https://bank.example@evil.example/',
    'https://user:secret@example.org/',
    'https://exa mple.org',
    'https://example.org/\u202egpj.exe',
    'https://example.org/\u0000',
    'https://\u200bexample.org',
    'https://',
    '',
  ])('%j is shown as text', (text) => expect(webAddressOf(text)).toBeUndefined());

  test('shows its host in the form that cannot be mistaken for another', () => {
    const address = webAddressOf('https://аpple.com/');
    expect(address && hostOf(address)).toBe('xn--pple-43d.com');
  });
});
