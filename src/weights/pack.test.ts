import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { packTar, unpackTar, type TarEntry } from 'modern-tar';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { VoiceId } from '../base/ids';
import { ownerOf, type Voice } from '../contracts/voices';
import { createDigest } from './digest';
import { fileLocks } from './file-locks';
import { exportPack } from './pack-export';
import { importPack } from './pack-import';
import { openWeightsStore, type WeightsStore } from './store';
import { testFile, testVoice } from './testing';

const kokoro = 'kokoro' as VoiceId;
const MODEL = Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) % 251);
const STYLE = Uint8Array.from({ length: 700 }, (_, i) => (i * 7) % 13);
const fileOf = (name: string, content: Uint8Array) =>
  testFile(name, content.length, createHash('sha256').update(content).digest('hex'));
const model = { ...fileOf('model.onnx', MODEL), owner: kokoro };
const ann = testVoice([model, fileOf('style.bin', STYLE)], 'ann');
const ben = testVoice([model, fileOf('style.bin', STYLE)], 'ben');
const CONTENT: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  'model.onnx': MODEL,
  'style.bin': STYLE,
};
let names = 0;
let home: WeightsStore;
let away: WeightsStore;

beforeEach(async () => {
  home = await openWeightsStore({ databaseName: `pack-home-${names}` });
  away = await openWeightsStore({ databaseName: `pack-away-${names++}` });
});

async function keep(store: WeightsStore, voice: Voice): Promise<void> {
  await store.hold(voice);
  for (const file of voice.files) {
    const owner = ownerOf(voice, file);
    const content = CONTENT[file.name] ?? new Uint8Array();
    await store.begin(owner, file, { source: null, etag: null });
    await store.append(owner, file.name, 0, content.slice(0, 300));
    await store.append(owner, file.name, 300, content.slice(300));
    await store.seal(owner, file.name);
  }
}

const take = (pack: Blob, changes: Partial<Parameters<typeof importPack>[1]> = {}) =>
  importPack(pack, {
    store: away,
    createDigest,
    locks: fileLocks(null),
    assertRoom: () => Promise.resolve(),
    parseVoices: (json) => {
      if (!Array.isArray(json)) throw new Error('No list.');
      return json as readonly Voice[];
    },
    ...changes,
  });

async function entriesOf(pack: Blob): Promise<{ name: string; text: Uint8Array<ArrayBuffer> }[]> {
  const entries = await unpackTar(await pack.arrayBuffer());
  return entries.map(({ header, data }) => ({
    name: header.name,
    text: data ?? new Uint8Array(),
  }));
}

async function packOf(
  entries: readonly { name: string; text: Uint8Array<ArrayBuffer>; type?: 'symlink' }[],
): Promise<Blob> {
  const packed = entries.map(({ name, text, type }): TarEntry =>
    type === undefined
      ? { header: { name, size: text.length }, body: text }
      : { header: { name, size: 0, type, linkname: '/etc/passwd' } },
  );
  return new Blob([await packTar(packed)]);
}

const manifest = (fields: object) => ({
  name: 'sotto-voices.json',
  text: new TextEncoder().encode(
    JSON.stringify({ format: 'sotto-voice-pack', version: 1, voices: [ann], ...fields }),
  ),
});
const MODEL_ENTRY = { name: 'kokoro/model.onnx', text: MODEL };
const STYLE_ENTRY = { name: 'ann/style.bin', text: STYLE };

describe('a voice pack', () => {
  it('carries voices, what they share once, to a device without network', async () => {
    await keep(home, ann);
    await keep(home, ben);
    const pack = await exportPack([ann, ben], home);
    expect((await entriesOf(pack)).map(({ name }) => name)).toEqual([
      'sotto-voices.json',
      'kokoro/model.onnx',
      'ann/style.bin',
      'ben/style.bin',
    ]);
    expect(await take(pack)).toEqual([ann, ben]);
    expect(await away.statuses([ann, ben])).toMatchObject([{ kind: 'stored' }, { kind: 'stored' }]);
    expect(await away.read(kokoro, 'model.onnx')).toEqual(MODEL);
    expect(await away.read(ben.id, 'style.bin')).toEqual(STYLE);
    // Once more changes nothing, and needs no second copy.
    expect(await take(pack)).toEqual([ann, ben]);
  });

  it('is the same whenever it is made', async () => {
    await keep(home, ann);
    const [first, second] = [await exportPack([ann], home), await exportPack([ann], home)];
    expect(await first.bytes()).toEqual(await second.bytes());
  });

  it('is not made of what is not here, or has changed on the disk', async () => {
    await expect(exportPack([ann], home)).rejects.toMatchObject({
      message: 'Not wholly on this device: Test.',
    });
    await keep(home, ann);
    const spoilt = STYLE.slice();
    spoilt[5] = 99;
    await home.begin(ann.id, ann.files[1] ?? model, { source: null, etag: null });
    await home.append(ann.id, 'style.bin', 0, spoilt);
    await home.seal(ann.id, 'style.bin');
    await expect(exportPack([ann], home)).rejects.toMatchObject({ kind: 'modelLoad' });
    expect(await home.statuses([ann])).toMatchObject([{ kind: 'partial' }]);
  });
});

describe('a hostile or broken pack', () => {
  const cut = (blob: Blob) => blob.slice(0, blob.size - 3000);
  const spoilt = { ...MODEL_ENTRY, text: MODEL.toReversed() };
  const good = [manifest({}), MODEL_ENTRY, STYLE_ENTRY];
  const cases: readonly (readonly [string, () => Promise<Blob>, RegExp])[] = [
    ['text', async () => new Blob(['hello there, this is no tar']), /broken, or no voice pack/],
    ['nothing', async () => new Blob([]), /not a voice pack|broken/],
    ['another tar', () => packOf([STYLE_ENTRY]), /not a voice pack of Sotto/],
    ['no JSON', () => packOf([{ name: 'sotto-voices.json', text: STYLE }]), /cannot be read/],
    ['null', () => packOf([{ ...manifest({}), text: new TextEncoder().encode('null') }]), /not a/],
    ['another format', () => packOf([manifest({ format: 'zip' })]), /not a voice pack of Sotto/],
    ['a newer version', () => packOf([manifest({ version: 2 })]), /another version of Sotto/],
    ['no voices', () => packOf([manifest({ voices: [] })]), /no voice in it/],
    ['faulty voices', () => packOf([manifest({ voices: 'all' })]), /faulty/],
    ['a missing file', () => packOf(good.slice(0, 2)), /lacks ann\/style\.bin/],
    [
      'a file too many',
      () => packOf([...good, { name: 'ann/x', text: STYLE }]),
      /none of its voices/,
    ],
    [
      'a way out of its folder',
      () => packOf([manifest({}), { name: '../../ann/style.bin', text: STYLE }]),
      /none of its voices: \.\.\//,
    ],
    ['a file twice', () => packOf([manifest({}), STYLE_ENTRY, STYLE_ENTRY]), /twice/],
    [
      'a link for a file',
      () => packOf([manifest({}), { ...STYLE_ENTRY, type: 'symlink' }]),
      /none of its voices/,
    ],
    [
      'a wrong length',
      () => packOf([manifest({}), { ...STYLE_ENTRY, text: STYLE.slice(1) }]),
      /699 bytes instead of 700/,
    ],
    ['wrong content', () => packOf([manifest({}), STYLE_ENTRY, spoilt]), /damaged/],
    ['an end that is cut off', async () => cut(await packOf(good)), /broken/],
    [
      'two meanings of one name',
      () => packOf([manifest({ voices: [ann, { ...ben, files: [{ ...model, bytes: 3 }] }] })]),
      /different files/,
    ],
  ];

  it.each(cases)('is refused in plain words: %s', async (_, make, message) => {
    await expect(take(await make())).rejects.toMatchObject({
      kind: 'validation',
      message: expect.stringMatching(message) as string,
    });
    expect(await away.inventory()).toEqual({ files: [], holds: [], uses: [] });
  });

  it('changes nothing of what is here', async () => {
    await keep(away, ann);
    const wrong = { ...model, digest: `sha256:${'0'.repeat(64)}` as const };
    const other = await packOf([manifest({ voices: [{ ...ben, files: [wrong] }] }), MODEL_ENTRY]);
    await expect(take(other)).rejects.toThrow('Another edition of Test is on this device');
    // What is here and right is not even read.
    expect(await take(await packOf([manifest({}), STYLE_ENTRY, spoilt]))).toEqual([ann]);
    await expect(take(await packOf([manifest({}), STYLE_ENTRY]))).rejects.toThrow('lacks');
    expect(await away.statuses([ann])).toMatchObject([{ kind: 'stored' }]);
    expect(await away.read(kokoro, 'model.onnx')).toEqual(MODEL);
  });

  it('is refused before it is unpacked when it would not fit', async () => {
    const full = new Error('full');
    const assertRoom = () => Promise.reject(full);
    await expect(take(await packOf(good), { assertRoom })).rejects.toBe(full);
    expect((await away.inventory()).files).toEqual([]);
  });

  it('never leaves anything or hangs, wherever it is spoilt', async () => {
    const whole = new Uint8Array(await (await packOf(good)).arrayBuffer());
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const bytes = whole.slice();
          bytes[at] = (bytes[at] ?? 0) ^ change;
          const taken = await take(new Blob([bytes])).then(
            () => true,
            () => false,
          );
          // Padding, times and names of owners mean nothing; all else is noticed.
          if (taken) expect(await away.read(kokoro, 'model.onnx')).toEqual(MODEL);
          else expect((await away.inventory()).files).toEqual([]);
          await away.remove({
            voiceId: ann.id,
            files: [
              [kokoro, 'model.onnx'],
              [ann.id, 'style.bin'],
            ],
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
