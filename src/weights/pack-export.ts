import { createTarPacker, type TarPackController } from 'modern-tar';
import { SottoError } from '../base/errors';
import { ownerOf, type Voice } from '../contracts/voices';
import type { PackStep } from '../contracts/workers';
import { createDigest } from './digest';
import { notStored } from './errors';
import {
  MANIFEST_NAME,
  PACK_FORMAT,
  PACK_VERSION,
  packedFiles,
  type PackedFile,
  type PackManifest,
} from './pack';
import { stepping, type CountPiece } from './pack-steps';
import type { WeightsStore } from './weights-store';

/** Handed to the browser, which keeps large Blobs outside this thread's memory, on disk if need be. */
const PART_BYTES = 8 * 2 ** 20;
/** The same voices make the same pack, whenever. */
const MTIME = new Date(0);

/** Rejects with kind `modelLoad` when a file is not here or has changed; that one is then dropped. */
export async function exportPack(
  voices: readonly Voice[],
  store: WeightsStore,
  onStep?: PackStep,
): Promise<Blob> {
  await assertWhole(voices, store);
  const manifest: PackManifest = { format: PACK_FORMAT, version: PACK_VERSION, voices };
  const { readable, controller } = createTarPacker();
  const parts = collect(readable);
  const count = stepping(onStep);
  try {
    const text = new TextEncoder().encode(JSON.stringify(manifest, null, 2));
    await addEntry(controller, MANIFEST_NAME, text.byteLength, [text]);
    for (const [path, packed] of packedFiles(voices)) {
      await addEntry(controller, path, packed.file.bytes, verified(path, packed, store, count));
    }
    controller.finalize();
  } catch (thrown) {
    controller.error(thrown);
    await parts.catch(() => undefined);
    throw thrown;
  }
  return new Blob(await parts, { type: 'application/x-tar' });
}

async function assertWhole(voices: readonly Voice[], store: WeightsStore): Promise<void> {
  const statuses = await store.statuses(voices);
  const lacking = voices.filter((_, i) => statuses[i]?.kind !== 'stored').map(({ name }) => name);
  if (lacking.length === 0) return;
  throw new SottoError(
    `Not wholly on this device: ${lacking.join(', ')}.`,
    { kind: 'validation', field: 'voices' },
    {
      operation: 'exportPack',
      component: 'weights',
      suggestion: 'Download what is missing first, or leave it out.',
    },
  );
}

async function addEntry(
  controller: TarPackController,
  name: string,
  size: number,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const writer = controller.add({ name, size, mtime: MTIME, type: 'file' }).getWriter();
  for await (const piece of pieces) await writer.write(piece);
  await writer.close();
}

/** A stored file's pieces, and at their end a rejection unless they are what they should be. */
async function* verified(
  path: string,
  { voice, file }: PackedFile,
  store: WeightsStore,
  count: CountPiece,
): AsyncGenerator<Uint8Array> {
  const owner = ownerOf(voice, file);
  const digest = await createDigest(file.digest, file.bytes);
  digest.init();
  let bytes = 0;
  for await (const piece of store.pieces(owner, file.name)) {
    bytes += piece.byteLength;
    if (bytes > file.bytes) break;
    digest.update(piece);
    await count(piece.byteLength);
    yield piece;
  }
  if (bytes === file.bytes && (await digest.digest()) === file.digest) return;
  await store.discard(owner, file.name);
  throw notStored(path, 'It has changed since it was stored.');
}

async function collect(readable: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Blob[]> {
  const parts: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    bytes += part.value.byteLength;
    if (bytes < PART_BYTES) continue;
    parts.push(new Blob(chunks));
    chunks = [];
    bytes = 0;
  }
  return [...parts, new Blob(chunks)];
}
