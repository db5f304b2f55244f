import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StoryDraft } from '../../contracts/story';
import { fakeVoice } from '../../speech/fakes';
import type { PreflightFacts } from '../../stories/preflight';
import { createStoryStore, type StoryStore } from '../../stories/store';
import { DRAFT } from '../../stories/testing';
import { createStoryLibrary, type LiveStoryLibrary } from './story-library';

const FACTS: PreflightFacts = {
  voice: fakeVoice,
  voiceStatus: 'stored',
  isOnline: true,
  freeBytes: null,
  canStore: true,
  memoryBytes: null,
  memoryLimitBytes: null,
  isSecurePage: true,
};
const draft: StoryDraft = {
  ...DRAFT,
  voiceProfile: { ...DRAFT.voiceProfile, voiceId: fakeVoice.id },
};

let number = 0;
let used: (string | null)[];
let tabs: LiveStoryLibrary[];
let store: StoryStore;
let facts: PreflightFacts;

function tab(): LiveStoryLibrary {
  const library = createStoryLibrary({
    store,
    recordings: { use: (story) => used.push(story?.id ?? null) },
    lease: { hold: () => undefined, inUse: () => Promise.resolve(new Set()) },
    facts: () => Promise.resolve(facts),
    newId: () => `story-${number}`,
    timestamp: () => 5000,
    dispose: () => undefined,
  });
  tabs.push(library);
  return library;
}

beforeEach(() => {
  number++;
  used = [];
  tabs = [];
  facts = FACTS;
  store = createStoryStore({
    databaseName: `library-${number}`,
    timestamp: () => 6000,
    device: 'Test',
    onChange: () => {
      for (const one of tabs) one.changed();
    },
  });
});

describe('the library of stories', () => {
  it('takes a story in, and every tab sees what becomes of it', async () => {
    const [here, there] = [tab(), tab()];
    let news = 0;
    there.onChange(() => news++);
    const { id } = await here.add(draft);
    await there.ready();
    expect(there.entries).toMatchObject([
      { id, title: 'The heron kept very still. Nobody else may' },
    ]);
    await store.update(id, { kind: 'begin', jobId: 'j' });
    await there.pause(id);
    await here.ready();
    expect(here.entries).toMatchObject([{ audioStatus: 'pending', hold: 'paused' }]);
    expect(news).toBeGreaterThan(1);
    await here.remove(id);
    await there.ready();
    expect(there.entries).toEqual([]);
  });

  it('takes in nothing that will not work, and says why', async () => {
    const library = tab();
    await expect(library.add({ ...draft, text: '…' })).rejects.toMatchObject({
      detail: { kind: 'validation', field: 'text' },
    });
    facts = { ...FACTS, voice: null };
    await expect(library.add(draft)).rejects.toMatchObject({ detail: { field: 'voice' } });
    expect(library.entries).toEqual([]);
  });

  it('opens a story with its text, to be spoken from what is kept', async () => {
    const library = tab();
    const { id } = await library.add(draft);
    expect(await library.open(id)).toMatchObject({ id, text: DRAFT.text });
    expect(await library.open('nobody')).toBeNull();
    expect(used).toEqual([id]);
    expect(library.entries).toMatchObject([{ playedAt: 6000 }]);
  });

  it('tries again what failed for want of a network, and nothing else', async () => {
    const library = tab();
    const { id } = await library.add(draft);
    const fail = async (kind: 'networkDown' | 'modelRun') => {
      await store.update(id, { kind: 'begin', jobId: 'j' });
      const { audioJobId } = (await store.entry(id)) ?? {};
      const failure = { kind, message: null, details: '' };
      await store.update(id, { kind: 'fail', jobId: audioJobId ?? '', failure });
      await library.online();
      return library.entries[0]?.audioStatus;
    };
    expect(await fail('networkDown')).toBe('pending');
    expect(await fail('modelRun')).toBe('failed');
    expect((await library.counts()).byKind).toEqual({ networkDown: 1, modelRun: 1 });
    expect(await (await library.exportFailures('csv')).text()).toContain('networkDown,test,Test');
    expect(JSON.parse(await (await library.exportFailures('json')).text())).toMatchObject({
      counts: { total: 2 },
    });
  });

  it('says when nothing can be kept here', async () => {
    const { open } = indexedDB;
    indexedDB.open = () => {
      throw new DOMException('Not here.', 'SecurityError');
    };
    const library = tab();
    await library.ready();
    indexedDB.open = open;
    expect(library.failure).toMatchObject({ detail: { kind: 'resource', type: 'storage' } });
  });
});
