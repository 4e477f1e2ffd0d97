import type { Page } from 'playwright-core';

/** Lists what a text from data has done to a page that it may not do; empty where it did nothing. */
export async function harmOn(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(${String(harm)})()`);
}

/** Runs in the page. */
function harm(): readonly string[] {
  const found: string[] = [];
  if (Reflect.has(globalThis, 'ran')) found.push('a script ran');
  const foreign = '.pwn, iframe, object, embed, base, math, video, template, foreignObject, animate, set';
  for (const element of document.querySelectorAll(
    `${foreign}, body style, body script, [srcdoc], [formaction]`,
  ))
    found.push(`an element: ${element.outerHTML.slice(0, 200)}`);
  for (const element of document.querySelectorAll('*'))
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`a handler: ${name}=${value}`);
      if (!['href', 'src', 'action', 'data', 'poster', 'xlink:href'].includes(name)) continue;
      const protocol = URL.parse(value, document.baseURI)?.protocol;
      if (!['http:', 'https:', 'mailto:'].includes(protocol ?? '')) found.push(`an address: ${value}`);
    }
  return found;
}
