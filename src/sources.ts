import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const importPattern = /\b(?:from|import)\s*\(?\s*(['"])(\.{1,2}\/[^'"]+)\1/g;

/**
 * Returns a hash of module files and of every file that they import by a relative path, and those in turn.
 *
 * What is no file any more, because a bundler has put it elsewhere, counts as empty.
 */
export function hashOfSources(urls: readonly string[]): string {
  const texts = new Map<string, string>();
  const visit = (url: string): void => {
    if (texts.has(url)) return;
    const text = textOf(url);
    texts.set(url, text);
    for (const [, , path] of text.matchAll(importPattern))
      if (path !== undefined) visit(new URL(path, url).href);
  };
  for (const url of urls) visit(url);
  const hash = createHash('sha256');
  for (const text of [...texts.values()].toSorted()) hash.update(text).update('\0');
  return hash.digest('base64url');
}

function textOf(url: string): string {
  try {
    return readFileSync(fileURLToPath(url), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}
