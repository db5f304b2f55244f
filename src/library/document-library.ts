import type {
  DocumentEntry,
  DocumentLibrary,
  DocumentModel,
  FileToRead,
} from '../contracts/documents';
import type { DocumentStore } from './document-store';
import type { ReadDocument } from './read-document';

export interface DocumentLibraryDeps {
  readonly read: ReadDocument;
  readonly store: DocumentStore;
  /** Of a text; equal for equal texts. */
  readonly digest: (text: string) => Promise<string>;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  readonly takeShared: () => Promise<readonly FileToRead[]>;
  readonly onLaunched: DocumentLibrary['onLaunched'];
}

/** What was opened long ago and least recently goes first. */
const MAX_DOCUMENTS = 50;

export function createDocumentLibrary(deps: DocumentLibraryDeps): DocumentLibrary {
  const { read, store, timestamp } = deps;
  const entries = async () => {
    const all = await store.entries().catch((): DocumentEntry[] => []);
    return all.sort((a, b) => b.openedAt - a.openedAt);
  };
  const makeRoom = async () => {
    for (const { id } of (await entries()).slice(MAX_DOCUMENTS)) await store.remove(id);
  };
  return {
    open: async (file, signal) => {
      const model = await read(file, signal);
      const id = await deps.digest(`${model.title}\n${model.text}`);
      const known = await store.entry(id).catch(() => null);
      const entry = { ...(known ?? newEntry(id, model)), openedAt: timestamp() };
      // A full or forbidden storage forgets; what was opened is read all the same.
      await store
        .put(entry, model)
        .then(makeRoom)
        .catch(() => undefined);
      return { entry, model };
    },
    entries,
    reopen: async (id) => {
      const [entry, model] = await Promise.all([store.entry(id), store.model(id)]);
      if (entry === null || model === null) return null;
      const opened = { ...entry, openedAt: timestamp() };
      await store.change(id, (now) => ({ ...now, openedAt: opened.openedAt }));
      return { entry: opened, model };
    },
    remember: (id, change) => store.change(id, (entry) => ({ ...entry, ...change })),
    remove: (id) => store.remove(id),
    takeShared: deps.takeShared,
    onLaunched: deps.onLaunched,
  };
}

function newEntry(id: string, model: DocumentModel): Omit<DocumentEntry, 'openedAt'> {
  const { format, title, author, cover, text } = model;
  return { id, format, title, author, cover, length: text.length, offset: 0, bookmarks: [] };
}
