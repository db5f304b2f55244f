import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { takeCallback } from './incoming';
import { createStoryStore, type StoryStore } from './store';
import { clause, DRAFT, spoke, story } from './testing';

let number = 0;
let store: StoryStore;
let changed: string[];
const failure = { kind: 'modelRun', message: null, details: 'd' } as const;
const TEXT = { text: DRAFT.text, format: DRAFT.format, readings: DRAFT.readings };
const open = () =>
  createStoryStore({
    databaseName: `stories-${number}`,
    timestamp: () => 7000,
    device: 'Test',
    onChange: (id) => changed.push(id),
  });

beforeEach(() => {
  number++;
  changed = [];
  store = open();
});

describe('the store', () => {
  it('keeps a story, its text and its clauses over a reload', async () => {
    await store.add(story(), TEXT);
    await store.update('one', { kind: 'begin', jobId: 'j' });
    await store.keepClause('one', spoke('j', 1), clause(1));
    await store.keepClause('one', spoke('j', 2), clause(2));
    const again = open();
    expect(await again.text('one')).toEqual(TEXT);
    expect(await again.entry('one')).toMatchObject({
      audioStatus: 'rendering',
      progress: { clauses: 2 },
    });
    expect((await again.clauses('one', 0, 100)).map(({ utterance }) => utterance.id)).toEqual([
      'u1',
      'u2',
    ]);
    expect((await again.clauses('one', 10, 20)).map(({ utterance }) => utterance.id)).toEqual([
      'u2',
    ]);
    expect(await again.clauses('on', 0, 100)).toEqual([]);
    expect(changed).toEqual(['one', 'one', 'one', 'one']);
  });

  it('keeps no clause of a job that is not the story’s any more', async () => {
    await store.add(story(), TEXT);
    await store.update('one', { kind: 'begin', jobId: 'j' });
    await store.update('one', { kind: 'pause' });
    expect(await store.keepClause('one', spoke('j', 1), clause(1))).toBeNull();
    expect(await store.clauses('one', 0, 100)).toEqual([]);
  });

  it('drops the sound with a cancel or an eviction, and all with a removal', async () => {
    await store.add(story(), TEXT);
    await store.update('one', { kind: 'begin', jobId: 'j' });
    await store.keepClause('one', spoke('j', 1), clause(1));
    await store.update('one', { kind: 'cancel' });
    expect(await store.clauses('one', 0, 100)).toEqual([]);
    expect(await store.text('one')).not.toBeNull();
    await store.remove('one');
    expect(await store.entry('one')).toBeNull();
    expect(await store.update('one', { kind: 'resume' })).toBeNull();
  });

  it('puts the callback into the outbox with the outcome, once a job', async () => {
    await store.add(story({ callbackUrl: 'https://a.example/hook' }), TEXT);
    await store.update('one', { kind: 'begin', jobId: 'j' });
    await store.update('one', { kind: 'fail', jobId: 'j', failure });
    await store.update('one', { kind: 'fail', jobId: 'j', failure });
    const [entry, ...others] = await store.outbox();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      jobId: 'j',
      url: 'https://a.example/hook/error-callback',
      state: 'waiting',
    });
    await store.settle('j', { kind: 'delivered' }, 0.5);
    expect(await store.outbox()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    // Late news of the same attempt changes nothing.
    await store.settle('j', { kind: 'retry', error: 'x' }, 0.5);
    expect(await store.outbox()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  it('notes a callback that nobody will have, and leaves the story as it is', async () => {
    await store.add(story({ callbackUrl: 'https://a.example/hook' }), TEXT);
    await store.update('one', { kind: 'begin', jobId: 'j' });
    await store.update('one', { kind: 'finish', jobId: 'j' });
    const error = 'The receiver of the callback does not permit it (403).';
    await store.settle('j', { kind: 'refused', error }, 0.5);
    expect(await store.entry('one')).toMatchObject({
      audioStatus: 'ready',
      audioError: null,
      errorHistory: [{ kind: 'callbackRefused', message: error, jobId: 'j' }],
    });
    expect(await store.failures()).toMatchObject([{ kind: 'callbackRefused' }]);
  });

  it('counts failures for the analytics', async () => {
    await store.add(story(), TEXT);
    await store.update('one', { kind: 'begin', jobId: 'j' });
    await store.update('one', { kind: 'fail', jobId: 'j', failure });
    expect(await store.failures()).toEqual([
      { at: 7000, kind: 'modelRun', voiceId: 'emma', device: 'Test', storyId: 'one' },
    ]);
  });

  it('tells a storage that is not there in plain words', async () => {
    const { open: openDatabase } = indexedDB;
    indexedDB.open = () => {
      throw new DOMException('Not in this frame.', 'SecurityError');
    };
    const broken = open();
    await expect(broken.all()).rejects.toMatchObject({
      detail: { kind: 'resource', type: 'storage' },
    });
    indexedDB.open = openDatabase;
    // It is tried again, not given up for good.
    expect(await broken.all()).toEqual([]);
  });
});

describe('incoming callbacks', () => {
  const post = (outcome: 'success' | 'failure', body: unknown) =>
    takeCallback(outcome, JSON.stringify(body), store);

  it('update the story and its history, once each', async () => {
    await store.add(story({ callbackUrl: 'https://a.example/hook' }), TEXT);
    const body = {
      story_id: 'one',
      error: 'The voice was lost.',
      job_id: 'j',
      error_details: 'OOM',
      metadata: { error_type: 'gpu' },
    };
    expect(await post('failure', body)).toEqual({ status: 200, body: { success: true } });
    expect(await post('failure', body)).toEqual({ status: 200, body: { success: true } });
    const entry = await store.entry('one');
    expect(entry).toMatchObject({
      audioStatus: 'failed',
      audioErrorDetails: 'OOM',
      audioErrorMetadata: { errorType: 'reported', more: { error_type: 'gpu' } },
    });
    expect(entry?.errorHistory).toHaveLength(1);
    expect(await post('success', { story_id: 'one' })).toMatchObject({ status: 200 });
    expect((await store.entry('one'))?.audioStatus).toBe('ready');
    // What others report is not told on to them.
    expect(await store.outbox()).toEqual([]);
  });

  it('refuse what is not right, by name', async () => {
    expect(await post('failure', { story_id: 'one' })).toMatchObject({
      status: 400,
      body: { success: false, field: 'error' },
    });
    expect(await post('success', {})).toMatchObject({ status: 400, body: { field: 'story_id' } });
    expect(await post('success', { story_id: 'nobody' })).toMatchObject({ status: 404 });
    expect(await post('success', { story_id: 'x'.repeat(70_000) })).toMatchObject({ status: 413 });
  });
});
