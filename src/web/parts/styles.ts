/** Addresses of style sheets that could not be loaded. */
const missing = new Set<string>();

/** Notes style sheets that do not load: what loads parts of the page takes each for loaded once it was asked for. */
export function watchStyles(page: Document): void {
  page.addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return;
      missing.add(target.href);
      target.remove();
    },
    true,
  );
}

/** Loads the style sheets that could not be loaded before; rejects where one still cannot. */
export async function loadMissingStyles(): Promise<void> {
  await Promise.all(Array.from(missing, loadStyle));
}

async function loadStyle(href: string): Promise<void> {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  link.addEventListener('load', () => resolve());
  link.addEventListener('error', () => reject(new Error(`The style sheet ${href} did not load`)));
  document.head.append(link);
  await promise;
  missing.delete(href);
}
