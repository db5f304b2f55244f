import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { openDB } from 'idb';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { VoiceId } from '../base/ids';
import { ownerOf, type Voice } from '../contracts/voices';
import { keysOf } from './names';
import { keptVoices } from './overview';
import { openWeightsStore, type WeightsStore } from './store';
import { testFile, testVoice } from './testing';

const kokoro = 'kokoro' as VoiceId;
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
/** A file whose content is its owner's and its own name, so that each differs. */
const file = (owner: string, name: string) => {
  const text = `${owner}/${name}`;
  return testFile(name, text.length, digestOf(text));
};
const model = { ...file('kokoro', 'model'), owner: kokoro };
const speaker = (id: string) => testVoice([model, file(id, 'style')], id);
const [ann, ben] = [speaker('ann'), speaker('ben')];
let names = 0;
let databaseName: string;
let now: number;
let store: WeightsStore;

beforeEach(fresh);

async function fresh(): Promise<void> {
  databaseName = `ledger-test-${names++}`;
  now = 1_000_000;
  store = await openWeightsStore({ databaseName, timestamp: () => now });
}

async function keep(voice: Voice): Promise<void> {
  await store.hold(voice);
  for (const one of voice.files) {
    const owner = ownerOf(voice, one);
    if (((await store.find(owner, one))?.verifiedAt ?? null) !== null) continue;
    await store.begin(owner, one, { source: null, etag: null });
    await store.append(owner, one.name, 0, new TextEncoder().encode(`${owner}/${one.name}`));
    await store.seal(owner, one.name);
  }
}

const kinds = async (...voices: Voice[]) => (await store.statuses(voices)).map(({ kind }) => kind);
const remove = (voice: Voice) => store.remove({ voiceId: voice.id, files: keysOf(voice) });

describe('voices that share a model and have a style each', () => {
  it('are stored one by one, the model once', async () => {
    await keep(ann);
    expect(await store.statuses([ann, ben])).toMatchObject([
      { kind: 'stored' },
      { kind: 'absent', sharedBytes: model.bytes },
    ]);
    await keep(ben);
    expect(await kinds(ann, ben)).toEqual(['stored', 'stored']);
    expect((await store.inventory()).files).toHaveLength(3);
  });

  it('leave the model to whoever still needs it, and say for whom', async () => {
    await keep(ann);
    await keep(ben);
    expect(await remove(ann)).toEqual({ bytes: 9, removed: ['ann'], keptFor: ['ben'] });
    expect(await kinds(ann, ben)).toEqual(['absent', 'stored']);
    expect(await store.read(kokoro, 'model')).toHaveLength(model.bytes);
    expect(await remove(ben)).toEqual({ bytes: 21, removed: ['ben'], keptFor: [] });
    expect((await store.inventory()).files).toEqual([]);
  });

  it('stay when a voice made of them goes', async () => {
    await keep(ann);
    await keep(ben);
    const styles = [ann, ben].map((voice) => ({ ...file(voice.id, 'style'), owner: voice.id }));
    const blend = testVoice([model, ...styles], 'blend');
    await keep(blend);
    expect(await remove(blend)).toMatchObject({ bytes: 0, keptFor: ['ann', 'ben'] });
    expect(await kinds(ann, ben)).toEqual(['stored', 'stored']);
  });

  it('lose nothing when another edition of one is pruned', async () => {
    await keep(ann);
    await keep(ben);
    const edition = { ...ann, files: [model, file('ann', 'style-2')] };
    await keep(edition);
    await store.prune(edition);
    expect(await kinds(ann, edition, ben)).toEqual(['partial', 'stored', 'stored']);
    expect((await store.inventory()).files).toHaveLength(3);
  });

  it('never lose a file that a kept voice needs, whatever is kept and removed', async () => {
    const voices = [ann, ben, speaker('cat'), { ...testVoice([file('dog', 'all')], 'dog') }];
    const acts = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 3 })), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(acts, async (steps) => {
        await fresh();
        const kept = new Set<Voice>();
        for (const [isKept, i] of steps) {
          const voice = voices[i];
          if (voice === undefined) continue;
          await (isKept ? keep(voice) : remove(voice));
          if (isKept) kept.add(voice);
          else kept.delete(voice);
        }
        const stored = await kinds(...voices);
        expect(stored.map((kind) => kind === 'stored')).toEqual(voices.map((one) => kept.has(one)));
        const { files } = await store.inventory();
        const needed = new Set([...kept].flatMap((one) => keysOf(one).map(String)));
        expect(files).toHaveLength(needed.size);
        store.close();
      }),
      { numRuns: 25 },
    );
  });
});

describe('the overview', () => {
  const listed = async (inUse: string[] = []) =>
    keptVoices(await store.inventory(), new Set(inUse));

  it('lists what is here, last used first, with what removing would free', async () => {
    await keep(ann);
    now += 100_000;
    await keep(ben);
    now += 100_000;
    await store.read(kokoro, 'model');
    now += 500;
    await store.read(ann.id, 'style');
    const [first, second] = await listed();
    expect(first).toMatchObject({ id: 'ann', bytes: 21, ownBytes: 9, lastUsedAt: 1_200_000 });
    // Only what it shares was read: that was no use of it.
    expect(second).toMatchObject({ id: 'ben', isWhole: true, lastUsedAt: null });
  });

  it('tells apart what is spoken with and what only shares files with it', async () => {
    await keep(ann);
    await keep(ben);
    const inUse = (await listed(['kokoro/model', 'ben/style'])).filter((one) => one.isInUse);
    expect(inUse.map(({ id }) => id)).toEqual(['ben']);
  });
});

describe('collecting', () => {
  const DAY_MS = 24 * 3600 * 1000;

  it('drops broken downloads that nobody went on with, and nothing else', async () => {
    await keep(ann);
    await store.hold(ben);
    await store.begin(ben.id, file('ben', 'style'), { source: null, etag: null });
    await store.append(ben.id, 'style', 0, new Uint8Array(3));
    await store.collect(now);
    expect(await kinds(ann, ben)).toEqual(['stored', 'partial']);
    now += DAY_MS;
    await store.collect(now);
    expect(await kinds(ann, ben)).toEqual(['stored', 'absent']);
    expect(await store.find(ben.id, file('ben', 'style'))).toBeNull();
    expect((await store.inventory()).holds.map(({ voiceId }) => voiceId)).toEqual(['ann']);
  });

  it('keeps what is left of a voice that the disk has spoilt: it is fetched again by the file', async () => {
    await keep(ann);
    await store.discard(ann.id, 'style');
    now += DAY_MS;
    await store.collect(now);
    expect(await kinds(ann)).toEqual(['partial']);
  });

  it('drops pieces that belong to no file', async () => {
    await keep(ann);
    const database = await openDB(databaseName);
    await database.put('chunks', new Uint8Array(5), ['ghost', 'model', 0]);
    await store.collect(0);
    expect(await database.getAllKeys('chunks')).toHaveLength(2);
    database.close();
    expect(await kinds(ann)).toEqual(['stored']);
  });
});
