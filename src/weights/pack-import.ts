/** A voice pack into the store. It may come from anywhere: nothing of it is believed before it is verified. */
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { SottoError } from '../base/errors';
import { ownerOf, type Voice } from '../contracts/voices';
import type { PackStep } from '../contracts/workers';
import { Brought, storeBytes, type KeepDeps } from './keep';
import {
  badPack,
  MANIFEST_NAME,
  MAX_MANIFEST_BYTES,
  PACK_FORMAT,
  PACK_VERSION,
  packedFiles,
  type PackedFile,
} from './pack';
import { counting, stepping, type CountPiece } from './pack-steps';

export interface ImportDeps extends KeepDeps {
  /** Throws when it is no list of voices. */
  readonly parseVoices: (json: unknown) => readonly Voice[];
  /** Rejects when they would not fit. */
  readonly assertRoom: (voices: readonly Voice[]) => Promise<void>;
  readonly onStep?: PackStep | undefined;
}

/** Resolves with the voices, all of them stored. Rejects with kind `validation`; then nothing new stays. */
export async function importPack(pack: Blob, deps: ImportDeps): Promise<readonly Voice[]> {
  const entries = new Entries(pack, stepping(deps.onStep));
  const brought = new Brought(deps.store);
  try {
    const voices = await readManifest(await entries.next(), deps);
    const files = packedFiles(voices);
    await assertNoOtherEdition(files, deps);
    await deps.assertRoom(voices);
    await storeEntries(entries, files, brought, deps);
    for (const voice of voices) await deps.store.hold(voice);
    return voices;
  } catch (thrown) {
    await entries.close();
    await brought.takeBack();
    throw thrown;
  }
}

async function storeEntries(
  entries: Entries,
  files: ReadonlyMap<string, PackedFile>,
  brought: Brought,
  deps: ImportDeps,
): Promise<void> {
  const missing = new Set(files.keys());
  for (let entry = await entries.next(); entry !== null; entry = await entries.next()) {
    const { name, size, type } = entry.header;
    const packed = files.get(name);
    if (packed === undefined || type !== 'file') {
      throw badPack(
        'entry',
        `It contains something that belongs to none of its voices: ${shown(name)}.`,
      );
    }
    if (!missing.delete(name)) throw badPack('entry', `It contains the file ${name} twice.`);
    if (size !== packed.file.bytes) {
      throw badPack(
        'length',
        `The file ${name} has ${size} bytes instead of ${packed.file.bytes}.`,
      );
    }
    const { body } = entry;
    const isNew = await entries.guard(() => storeBytes(packed.voice, packed.file, body, deps));
    if (isNew) brought.add(packed.voice, packed.file);
  }
  if (missing.size > 0) throw badPack('missing', `It lacks ${[...missing].join(', ')}.`);
}

async function readManifest(
  entry: ParsedTarEntry | null,
  { parseVoices }: ImportDeps,
): Promise<readonly Voice[]> {
  if (entry?.header.name !== MANIFEST_NAME || entry.header.size > MAX_MANIFEST_BYTES) {
    throw badPack('format', 'It is not a voice pack of Sotto.');
  }
  let manifest: unknown;
  try {
    manifest = await new Response(entry.body as ReadableStream<Uint8Array<ArrayBuffer>>).json();
  } catch (thrown) {
    throw badPack('format', 'Its list of voices cannot be read.', thrown);
  }
  const { format, version, voices } = fieldsOf(manifest);
  if (format !== PACK_FORMAT) throw badPack('format', 'It is not a voice pack of Sotto.');
  if (version !== PACK_VERSION) {
    throw badPack('version', 'It was made by another version of Sotto; update this one first.');
  }
  let parsed: readonly Voice[];
  try {
    parsed = parseVoices(voices);
  } catch (thrown) {
    throw badPack('voices', 'Its list of voices is faulty.', thrown);
  }
  if (parsed.length === 0) throw badPack('voices', 'There is no voice in it.');
  return parsed;
}

function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

/** A pack must not take the place of what a voice here speaks with. */
async function assertNoOtherEdition(
  files: ReadonlyMap<string, PackedFile>,
  { store }: ImportDeps,
): Promise<void> {
  const inventory = await store.inventory();
  for (const { voice, file } of files.values()) {
    const owner = ownerOf(voice, file);
    const here = inventory.files.find(
      ({ voiceId, name }) => voiceId === owner && name === file.name,
    );
    if (here === undefined || here.verifiedAt === null || here.digest === file.digest) continue;
    throw badPack(
      'edition',
      `Another edition of ${voice.name} is on this device; remove that one first.`,
    );
  }
}

/** For a sentence: a name out of a hostile file may be of any length and of any characters. */
function shown(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]/g, '?');
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain;
}

/** The tar's entries in order; what its reader stumbles over is told in plain words. */
class Entries {
  readonly #reader: ReadableStreamDefaultReader<ParsedTarEntry>;

  constructor(pack: Blob, count: CountPiece) {
    const decoder = createTarDecoder({ strict: true });
    const bytes = (pack.stream() as ReadableStream<Uint8Array>).pipeThrough(counting(count));
    this.#reader = bytes.pipeThrough(decoder).getReader();
  }

  async next(): Promise<ParsedTarEntry | null> {
    const { done, value } = await this.guard(() => this.#reader.read());
    return done ? null : value;
  }

  async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof SottoError) throw thrown;
      throw badPack('format', 'It is broken, or no voice pack at all.', thrown);
    }
  }

  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => undefined);
  }
}
