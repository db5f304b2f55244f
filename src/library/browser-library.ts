import type { Clock } from '../base/clock';
import type { DocumentLibrary } from '../contracts/documents';
import type { WorkerLike } from '../rpc/connect';
import { createDocumentLibrary } from './document-library';
import { indexedDbDocumentStore } from './document-store';
import { onLaunchedFiles } from './launched-files';
import { createDocumentReader } from './read-document';
import { takeSharedFiles } from './shared-files';

/** The library of this browser. */
export function browserDocumentLibrary(deps: {
  readonly spawn: () => WorkerLike;
  readonly clock: Clock;
  readonly page: object;
}): DocumentLibrary {
  return createDocumentLibrary({
    read: createDocumentReader(deps),
    store: indexedDbDocumentStore(),
    digest,
    timestamp: Date.now,
    // Absent outside secure contexts, whatever the types say.
    takeShared: () => takeSharedFiles('caches' in globalThis ? caches : null),
    onLaunched: (listener) => onLaunchedFiles(deps.page, listener),
  });
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
