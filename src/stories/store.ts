/**
 * Stories, their sound and what is to be told of them. A change of a story and all that follows from it
 * (a callback, a line of the analytics, sound that is dropped) is one transaction: it holds whole or not at all.
 */
import type { FailureRecord, KeptClause, StoryEntry, StoryText } from '../contracts/story';
import { clauseRange, storyDatabase, STORY_DATABASE, type StoryDatabase } from './database';
import { storyStorageError } from './errors';
import { transition, type StoryEvent } from './machine';
import {
  afterAttempt,
  callbackOf,
  isForgotten,
  type DeliveryResult,
  type OutboxEntry,
} from './outbox';

export interface StoryStore {
  all(): Promise<StoryEntry[]>;
  entry(id: string): Promise<StoryEntry | null>;
  text(id: string): Promise<StoryText | null>;
  add(entry: StoryEntry, text: StoryText): Promise<void>;
  /** The story after the event; null where it is gone or the event came too late. */
  update(id: string, event: StoryEvent): Promise<StoryEntry | null>;
  /** Keeps a clause together with the progress it is. Null as for `update`: the clause is not kept then. */
  keepClause(
    id: string,
    event: Extract<StoryEvent, { kind: 'spoke' }>,
    clause: KeptClause,
  ): Promise<StoryEntry | null>;
  /** That begin in this stretch of the text, in order. */
  clauses(id: string, from: number, to: number): Promise<KeptClause[]>;
  remove(id: string): Promise<void>;
  failures(): Promise<FailureRecord[]>;
  outbox(): Promise<OutboxEntry[]>;
  settle(jobId: string, result: DeliveryResult, random: number): Promise<void>;
}

export interface StoryStoreDeps {
  readonly databaseName?: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  /** The machine in a few words, for the analytics. */
  readonly device: string;
  /** After a change has been committed. */
  readonly onChange: (storyId: string) => void;
}

const MOST_FAILURES = 5000;
const ALL = ['stories', 'texts', 'clauses', 'outbox', 'failures'] as const;

export function createStoryStore(deps: StoryStoreDeps): StoryStore {
  const { timestamp, onChange } = deps;
  const database = storyDatabase(deps.databaseName ?? STORY_DATABASE);
  const told = async <T>(
    operation: string,
    work: (db: StoryDatabase) => Promise<T>,
  ): Promise<T> => {
    let db: StoryDatabase;
    try {
      db = await database();
    } catch (cause) {
      throw storyStorageError('open', cause);
    }
    try {
      return await work(db);
    } catch (cause) {
      throw storyStorageError(operation, cause);
    }
  };
  const change = async (id: string, event: StoryEvent, clause: KeptClause | null) => {
    const after = await told('update', (db) => commit(db, id, event, clause, deps));
    if (after !== null) onChange(id);
    return after;
  };
  return {
    all: () => told('read', (db) => db.getAll('stories')),
    entry: (id) => told('read', async (db) => (await db.get('stories', id)) ?? null),
    text: (id) => told('read', async (db) => (await db.get('texts', id)) ?? null),
    add: async (entry, text) => {
      await told('add', async (db) => {
        const tx = db.transaction(['stories', 'texts'], 'readwrite');
        const puts = [
          tx.objectStore('stories').put(entry),
          tx.objectStore('texts').put(text, entry.id),
        ];
        await Promise.all([...puts, tx.done]);
      });
      onChange(entry.id);
    },
    update: (id, event) => change(id, event, null),
    keepClause: (id, event, clause) => change(id, event, clause),
    clauses: (id, from, to) =>
      told('read', (db) => db.getAll('clauses', clauseRange(id, from, to))),
    remove: async (id) => {
      await told('remove', async (db) => {
        const tx = db.transaction(['stories', 'texts', 'clauses'], 'readwrite');
        const drops = [
          tx.objectStore('stories').delete(id),
          tx.objectStore('texts').delete(id),
          tx.objectStore('clauses').delete(clauseRange(id)),
        ];
        await Promise.all([...drops, tx.done]);
      });
      onChange(id);
    },
    failures: () => told('read', (db) => db.getAllFromIndex('failures', 'at')),
    outbox: () => told('read', (db) => db.getAll('outbox')),
    settle: async (jobId, result, random) => {
      const settled = await told('settle', async (db) => {
        const tx = db.transaction('outbox', 'readwrite');
        const entry = await tx.store.get(jobId);
        const after =
          entry?.state === 'waiting' ? afterAttempt(entry, result, timestamp(), random) : null;
        if (after !== null) await tx.store.put(after);
        for (const one of await tx.store.getAll()) {
          if (isForgotten(one, timestamp())) await tx.store.delete(one.jobId);
        }
        await tx.done;
        return after;
      });
      if (settled === null) return;
      const { storyId, state, lastError: message } = settled;
      const isLost = state === 'refused' || state === 'givenUp';
      if (!isLost || message === null) onChange(storyId);
      else await change(storyId, { kind: 'callbackFailed', jobId, message }, null);
    },
  };
}

/** One event, and all that follows from it. */
async function commit(
  db: StoryDatabase,
  id: string,
  event: StoryEvent,
  clause: KeptClause | null,
  { timestamp, device }: StoryStoreDeps,
): Promise<StoryEntry | null> {
  const tx = db.transaction(ALL, 'readwrite');
  // Whoever waits below hears of it.
  tx.done.catch(() => undefined);
  const stories = tx.objectStore('stories');
  const before = await stories.get(id);
  const at = timestamp();
  const after = before === undefined ? null : transition(before, event, at);
  if (before === undefined || after === null) {
    await tx.done;
    return null;
  }
  await stories.put(after);
  if (clause !== null) {
    const { start } = clause.utterance.span;
    const index = before.progress.clauses;
    await tx.objectStore('clauses').put({ ...clause, storyId: id, start, index });
  } else if (after.progress.clauses === 0 && before.progress.clauses > 0) {
    await tx.objectStore('clauses').delete(clauseRange(id));
  }
  const [failure] = after.errorHistory;
  if (failure !== undefined && failure !== before.errorHistory[0]) {
    const { voiceId } = after.voiceProfile;
    const failures = tx.objectStore('failures');
    await failures.add({ at, kind: failure.kind, voiceId, device, storyId: id });
    if ((await failures.count()) > MOST_FAILURES) {
      await (await failures.index('at').openCursor())?.delete();
    }
  }
  // What others report to us is not told on.
  const isOurs = event.kind === 'finish' || event.kind === 'fail';
  const callback = isOurs ? callbackOf(after, at) : null;
  const outbox = tx.objectStore('outbox');
  if (callback !== null && (await outbox.get(callback.jobId)) === undefined) {
    await outbox.put(callback);
  }
  await tx.done;
  return after;
}
