/**
 * Languages are fetched at first use and kept: all of them would make the first visit 24 MB bigger. The
 * worker keeps them itself, because at a first visit there is no service worker yet that could.
 */
export const LANGUAGE_CACHE = 'sotto-languages';

export interface LanguageCacheDeps {
  readonly fetch: (url: string) => Promise<Response>;
  /** Rejects, or throws, where pages may not store anything. */
  readonly open: () => Promise<Cache>;
}

const BROWSER: LanguageCacheDeps = {
  fetch: (url) => fetch(url),
  open: () => caches.open(LANGUAGE_CACHE),
};

/**
 * What `read` makes of the file at `url`: the kept one, or a fetched one that is kept when `read` took it.
 * What is kept but cannot be read is fetched again. Rejects as fetching or `read` does.
 */
export async function fetchKept<T>(
  url: string,
  read: (response: Response) => Promise<T>,
  deps: LanguageCacheDeps = BROWSER,
): Promise<T> {
  const cache = await opened(deps);
  const kept = await cache?.match(url).catch(() => undefined);
  if (kept !== undefined) {
    const value = await read(kept).catch(() => undefined);
    if (value !== undefined) return value;
  }
  const response = await deps.fetch(url);
  const copy = response.clone();
  const value = await read(response);
  // A full or forbidden storage is no error: the language is fetched again next time.
  if (cache !== null) await keep(cache, url, copy).catch(() => undefined);
  return value;
}

async function opened(deps: LanguageCacheDeps): Promise<Cache | null> {
  try {
    return await deps.open();
  } catch {
    return null;
  }
}

/** In place of earlier editions, whose address differs in the digest alone. */
async function keep(cache: Cache, url: string, response: Response): Promise<void> {
  const old = (await cache.keys()).filter((request) => stemOf(request.url) === stemOf(url));
  await Promise.all(old.map((request) => cache.delete(request)));
  await cache.put(url, response);
}

/** `lang-fr` of `.../assets/lang-fr-Ab12Cd34.data`. */
function stemOf(url: string): string {
  return /([^/]*?)(?:-[\w-]{8})?\.data$/u.exec(url)?.[1] ?? url;
}
