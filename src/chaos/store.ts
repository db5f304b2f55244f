/** Spoils what is stored of the voices, beneath the product. */
import type { FaultName } from '../faults/names';

const DATABASE = 'sotto-weights';
/** Its engine cannot do without it. */
const VICTIM = 'vocoder.onnx';

/** Queued before a worker that is started afterwards can ask: its reading waits for this. */
export function spoilStore(fault: FaultName): void {
  if (fault === 'store.gone') void forgetVoices();
  else void changeVictim(fault === 'store.corrupt' ? flipBits : null);
}

/** Resolves when nothing is stored any more. */
export function forgetVoices(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('The database stays.'));
  });
}

/** @param change What becomes of the first piece; null deletes the file. */
async function changeVictim(change: ((piece: Uint8Array) => void) | null): Promise<void> {
  const database = await opened();
  const transaction = database.transaction(['files', 'chunks'], 'readwrite');
  const [files, chunks] = [transaction.objectStore('files'), transaction.objectStore('chunks')];
  transaction.oncomplete = () => database.close();
  chunks.openCursor().onsuccess = ({ target }) => {
    const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
    if (cursor === null) return;
    const [voiceId, fileName] = cursor.key as [string, string, number];
    if (fileName === VICTIM && change !== null) {
      change(cursor.value as Uint8Array);
      cursor.update(cursor.value);
      return;
    }
    if (fileName === VICTIM) {
      cursor.delete();
      files.delete([voiceId, fileName]);
    }
    cursor.continue();
  };
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The database does not open.'));
  });
}

/** In the middle of the weights: the file still parses. */
function flipBits(piece: Uint8Array): void {
  const from = Math.floor(piece.length / 2);
  for (let i = from; i < from + 4096 && i < piece.length; i++) piece[i] = ~(piece[i] ?? 0);
}
