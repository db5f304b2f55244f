/** Voices whose files come from the listener's own disk instead of a server. */
import type { SottoError } from '../base/errors';
import { ownerOf, type Voice, type VoiceFile } from '../contracts/voices';
import type { CreateDigest } from './digest';
import { badFile } from './errors';
import type { FileLocks } from './file-locks';
import { pathOf, keyOf } from './names';
import { PieceWriter } from './piece-writer';
import type { WeightsStore } from './weights-store';

export interface KeepDeps {
  readonly store: WeightsStore;
  readonly createDigest: CreateDigest;
  readonly locks: FileLocks;
}

/** Rejects with kind `validation` when a file is missing or not what the voice says; then nothing of it stays. */
export async function keepFiles(
  voice: Voice,
  files: Readonly<Record<string, Blob>>,
  deps: KeepDeps,
): Promise<void> {
  const given = voice.files.map((file) => {
    const blob = files[file.name];
    if (blob === undefined) throw badFile(file.name, `The file ${file.name} is missing.`);
    return { file, blob };
  });
  const brought = new Brought(deps.store);
  try {
    for (const { file, blob } of given) {
      if (await storeBytes(voice, file, blob.stream(), deps)) brought.add(voice, file);
    }
  } catch (thrown) {
    await brought.takeBack();
    throw thrown;
  }
  await deps.store.hold(voice);
}

/** Files that are new here, to be dropped again when what they belong to turns out bad. */
export class Brought {
  readonly #store: WeightsStore;
  readonly #files: { readonly voice: Voice; readonly file: VoiceFile }[] = [];

  constructor(store: WeightsStore) {
    this.#store = store;
  }

  add(voice: Voice, file: VoiceFile): void {
    this.#files.push({ voice, file });
  }

  async takeBack(): Promise<void> {
    for (const { voice, file } of this.#files) {
      await this.#store.discard(ownerOf(voice, file), file.name).catch(() => undefined);
    }
  }
}

/**
 * Stores a file piece by piece and verifies it; false when it was here already. Rejects with kind
 * `validation` when the bytes are not those of the file, of which then nothing stays.
 */
export async function storeBytes(
  voice: Voice,
  file: VoiceFile,
  bytes: ReadableStream<Uint8Array>,
  { store, createDigest, locks }: KeepDeps,
): Promise<boolean> {
  const owner = ownerOf(voice, file);
  const path = pathOf(keyOf(voice, file));
  return locks.hold(path, new AbortController().signal, async () => {
    const record = await store.find(owner, file);
    if (record !== null && record.verifiedAt !== null) {
      await bytes.cancel();
      return false;
    }
    const digest = await createDigest(file.digest, file.bytes);
    const writer = await PieceWriter.open(store, owner, file, digest);
    await writer.restart({ source: null, etag: null });
    const refuse = async (reason: string): Promise<SottoError> => {
      await writer.restart({ source: null, etag: null });
      await store.discard(owner, file.name);
      return badFile(path, reason);
    };
    const reader = bytes.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (writer.receivedBytes + part.value.byteLength > file.bytes) {
        await reader.cancel();
        throw await refuse(`The file ${file.name} is longer than it should be.`);
      }
      await writer.add(part.value);
    }
    if (writer.receivedBytes !== file.bytes) {
      throw await refuse(`The file ${file.name} is shorter than it should be.`);
    }
    if (!(await writer.finish())) {
      throw await refuse(`The file ${file.name} was damaged on its way.`);
    }
    return true;
  });
}
