/** The service worker puts files that other apps share into this cache (workers/share-target.ts). */
import { SHARED_CACHE, SHARED_NAME_HEADER, type FileToRead } from '../contracts/documents';

/** Takes them out: each is handed over once. */
export async function takeSharedFiles(storage: CacheStorage | null): Promise<FileToRead[]> {
  if (storage === null || !(await storage.has(SHARED_CACHE))) return [];
  const cache = await storage.open(SHARED_CACHE);
  const files: FileToRead[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (response === undefined) continue;
    const name = decodeURIComponent(response.headers.get(SHARED_NAME_HEADER) ?? 'Shared');
    files.push({ blob: await response.blob(), name });
    await cache.delete(request);
  }
  return files;
}
