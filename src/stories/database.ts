/** Where stories lie: one database, which pages and the service worker share. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { FailureRecord, KeptClause, StoryEntry, StoryText } from '../contracts/story';
import type { OutboxEntry } from './outbox';

export interface ClauseRecord extends KeptClause {
  readonly storyId: string;
  /** Of the source. */
  readonly start: number;
  readonly index: number;
}

export interface StorySchema extends DBSchema {
  stories: { key: string; value: StoryEntry };
  texts: { key: string; value: StoryText };
  clauses: { key: [string, number, number]; value: ClauseRecord };
  outbox: { key: string; value: OutboxEntry };
  failures: { key: number; value: FailureRecord; indexes: { at: number } };
}

export type StoryDatabase = IDBPDatabase<StorySchema>;

export const STORY_DATABASE = 'sotto-stories';

/** Opens at first use, and again after a failure. */
export function storyDatabase(databaseName: string): () => Promise<StoryDatabase> {
  let opening: Promise<StoryDatabase> | null = null;
  const forget = () => (opening = null);
  return () => {
    opening ??= openDB<StorySchema>(databaseName, 1, {
      upgrade: (db) => {
        db.createObjectStore('stories', { keyPath: 'id' });
        db.createObjectStore('texts');
        db.createObjectStore('clauses', { keyPath: ['storyId', 'start', 'index'] });
        db.createObjectStore('outbox', { keyPath: 'jobId' });
        db.createObjectStore('failures', { autoIncrement: true }).createIndex('at', 'at');
      },
      terminated: forget,
    });
    opening.catch(forget);
    return opening;
  };
}

/** All clauses of a story, or those that begin in a stretch of its text. */
export function clauseRange(storyId: string, from = -1, to = Infinity): IDBKeyRange {
  return IDBKeyRange.bound([storyId, from], [storyId, to], false, true);
}
