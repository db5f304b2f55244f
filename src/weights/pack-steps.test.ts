import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { ownerOf, type Voice } from '../contracts/voices';
import { createDigest } from './digest';
import { fileLocks } from './file-locks';
import { exportPack } from './pack-export';
import { importPack } from './pack-import';
import { openWeightsStore, type WeightsStore } from './store';
import { testFile, testVoice } from './testing';

const MIB = 2 ** 20;
const CONTENT = Uint8Array.from({ length: 3 * MIB }, (_, i) => (i * 31) % 251);
const digest = createHash('sha256').update(CONTENT).digest('hex');
const large = testVoice([testFile('model.onnx', CONTENT.length, digest)], 'large');
let names = 0;
let home: WeightsStore;
let away: WeightsStore;

beforeEach(async () => {
  home = await openWeightsStore({ databaseName: `steps-home-${names}` });
  away = await openWeightsStore({ databaseName: `steps-away-${names++}` });
  await home.hold(large);
  for (const file of large.files) {
    const owner = ownerOf(large, file);
    await home.begin(owner, file, { source: null, etag: null });
    for (let at = 0; at < CONTENT.length; at += MIB / 4) {
      await home.append(owner, file.name, at, CONTENT.slice(at, at + MIB / 4));
    }
    await home.seal(owner, file.name);
  }
});

const take = (pack: Blob, onStep?: (bytes: number) => boolean) =>
  importPack(pack, {
    store: away,
    createDigest,
    locks: fileLocks(null),
    assertRoom: () => Promise.resolve(),
    parseVoices: (json) => json as readonly Voice[],
    onStep,
  });

it('tells how far a pack is, both ways', async () => {
  const steps: number[] = [];
  const follow = (bytes: number) => steps.push(bytes) > 0;
  const pack = await exportPack([large], home, follow);
  expect(steps).toEqual([0.25, 1.25, 2.25].map((n) => n * MIB));
  steps.length = 0;
  await take(pack, follow);
  expect(steps.length).toBeGreaterThanOrEqual(3);
  expect(steps.toSorted((a, b) => a - b)).toEqual(steps);
  expect(steps.at(-1)).toBeLessThanOrEqual(pack.size);
});

it('ends a pack that is called off, and keeps nothing of what it brought', async () => {
  await expect(exportPack([large], home, (bytes) => bytes < MIB)).rejects.toMatchObject({
    kind: 'cancelled',
  });
  const pack = await exportPack([large], home);
  await expect(take(pack, (bytes) => bytes < 2 * MIB)).rejects.toMatchObject({
    kind: 'cancelled',
  });
  const { files, holds } = await away.inventory();
  expect(files.filter(({ receivedBytes }) => receivedBytes > 0)).toEqual([]);
  expect(holds).toEqual([]);
  await take(pack);
  expect(await away.statuses([large])).toMatchObject([{ kind: 'stored' }]);
});
