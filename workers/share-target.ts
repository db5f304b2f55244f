/** Takes what another app shares with this one (manifest: `share_target`), and opens the app on it. */
import { SHARED_CACHE, SHARED_NAME_HEADER } from '../src/contracts/documents';

export interface ShareDeps {
  readonly caches: Pick<CacheStorage, 'open'>;
  /** The app's own address. */
  readonly scope: string;
}

/** More at once is no sharing of documents. */
const MAX_FILES = 10;

/** Answers the POST of a share with the way to the app; what was shared waits in a cache. */
export async function takeShare(request: Request, deps: ShareDeps): Promise<Response> {
  const form = await request.formData();
  const files = form.getAll('files').filter((one) => one instanceof File && one.size > 0);
  const text = ['title', 'text', 'url']
    .map((field) => form.get(field))
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '');
  const shared: { name: string; blob: Blob }[] = files
    .slice(0, MAX_FILES)
    .map((file) => ({ name: (file as File).name, blob: file as File }));
  if (shared.length === 0 && text.length > 0) {
    shared.push({ name: 'Shared text.txt', blob: new Blob([text.join('\n\n')]) });
  }
  const cache = await deps.caches.open(SHARED_CACHE);
  await Promise.all(
    shared.map(({ name, blob }, i) => {
      const headers = { [SHARED_NAME_HEADER]: encodeURIComponent(name) };
      return cache.put(`${deps.scope}${SHARED_CACHE}/${i}`, new Response(blob, { headers }));
    }),
  );
  return Response.redirect(`${deps.scope}?shared`, 303);
}
