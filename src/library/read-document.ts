import type { Clock } from '../base/clock';
import { asSottoError, isCancelled, SottoError } from '../base/errors';
import type { DocumentModel, DocumentsApi, FileToRead } from '../contracts/documents';
import { connectWorker, type WorkerLike } from '../rpc/connect';

/** A long PDF on a slow phone stays well below; what takes longer was made to. */
const TIMEOUT_MS = 90_000;
/** Parsing answers no heartbeat while it is at it; the deadline alone counts. */
const HEARTBEATS_TO_MISS = 1_000;

export type ReadDocument = (file: FileToRead, signal?: AbortSignal) => Promise<DocumentModel>;

/** Reads each file in a worker of its own, which is ended whatever comes of it. */
export function createDocumentReader(deps: {
  readonly spawn: () => WorkerLike;
  readonly clock: Clock;
}): ReadDocument {
  return async (file, signal) => {
    const options = { component: 'documents', clock: deps.clock };
    const link = connectWorker<DocumentsApi>(deps.spawn(), options);
    try {
      return await link.call((api) => api.read(file), {
        operation: 'read',
        timeoutMs: TIMEOUT_MS,
        signal,
        maxMissedBeats: HEARTBEATS_TO_MISS,
      });
    } catch (thrown) {
      throw isCancelled(thrown) ? thrown : readable(thrown, file.name);
    } finally {
      link.terminate();
    }
  };
}

/** What the worker could not say itself: that it ran out of time or memory, or was never fetched. */
function readable(thrown: unknown, name: string): SottoError {
  const context = { operation: 'read', component: 'documents' };
  const error = asSottoError(thrown, context);
  if (error.kind === 'validation') return error;
  const told = (what: string, suggestion: string) =>
    new SottoError(`“${name}” ${what}.`, error.detail, { ...context, suggestion, cause: error });
  if (error.kind === 'timeout') {
    return told('takes too long to read', 'Save it in another format, or split it into parts.');
  }
  return told(
    'could not be read: the part of Sotto that reads files stopped',
    'Try again; connect to the network if this is the first file of its kind, or split the file.',
  );
}
