/** Who keeps what: voices, the files they need, and what nobody needs any more. */
import type { Freed, Voice } from '../contracts/voices';
import type { Connection, Table, Transaction } from './connection';
import { goesWith, release } from './holds';
import { keysOf, pathOf } from './names';
import { under, type FileKey, type HoldRecord } from './schema';
import type { Inventory } from './weights-store';

const LISTS: Table[] = ['files', 'holds', 'uses'];
const ALL: Table[] = [...LISTS, 'chunks'];

export class Ledger {
  readonly #connection: Connection;
  readonly #timestamp: () => number;

  constructor(connection: Connection, timestamp: () => number) {
    this.#connection = connection;
    this.#timestamp = timestamp;
  }

  inventory(): Promise<Inventory> {
    return this.#connection.transact('readonly', LISTS, 'inventory', '', async (tx) => {
      const [files, holds, uses] = await Promise.all([
        tx.objectStore('files').getAll(),
        tx.objectStore('holds').getAll(),
        tx.objectStore('uses').getAll(),
      ]);
      return { files, holds, uses };
    });
  }

  hold(voice: Voice): Promise<void> {
    const record = { voiceId: voice.id, voice, files: keysOf(voice), heldAt: this.#timestamp() };
    return this.#connection.transact('readwrite', ['holds'], 'hold', voice.id, async (tx) => {
      const holds = tx.objectStore('holds');
      // What an earlier version kept by owner is this voice's from now on.
      for (const hold of await holds.getAll()) {
        if (hold.voice === null && goesWith(hold, record)) await holds.delete(hold.voiceId);
      }
      await holds.put(record);
    });
  }

  prune(voice: Voice): Promise<void> {
    const owners = new Set(keysOf(voice).map(([owner]) => owner));
    return this.#connection.transact('readwrite', ALL, 'prune', voice.id, async (tx) => {
      const holds = await tx.objectStore('holds').getAll();
      const needed = new Set(holds.flatMap(({ files }) => files.map(pathOf)));
      for (const owner of owners) {
        for (const key of await tx.objectStore('files').getAllKeys(under([owner]))) {
          if (!needed.has(pathOf(key))) await drop(tx, key);
        }
      }
    });
  }

  remove(voice: Pick<HoldRecord, 'voiceId' | 'files'>): Promise<Freed> {
    return this.#connection.transact('readwrite', ALL, 'remove', voice.voiceId, async (tx) => {
      const { gone, keptFor, unneeded } = release(voice, await tx.objectStore('holds').getAll());
      let bytes = 0;
      for (const record of await tx.objectStore('files').getAll()) {
        const key: FileKey = [record.voiceId, record.name];
        if (!unneeded.has(pathOf(key))) continue;
        bytes += record.receivedBytes;
        await drop(tx, key);
      }
      for (const { voiceId } of gone) await tx.objectStore('holds').delete(voiceId);
      await forgetUses(tx);
      const removed = new Set([voice.voiceId, ...gone.map(({ voiceId }) => voiceId)]);
      return { bytes, removed: [...removed], keptFor: keptFor.map(({ voiceId }) => voiceId) };
    });
  }

  collect(unfinishedSince: number): Promise<void> {
    return this.#connection.transact('readwrite', ALL, 'collect', '', async (tx) => {
      const files = await tx.objectStore('files').getAll();
      const broken = files.filter(
        ({ verifiedAt, touchedAt }) => verifiedAt === null && touchedAt < unfinishedSince,
      );
      for (const { voiceId, name } of broken) await drop(tx, [voiceId, name]);
      const left = new Set(
        files
          .filter((file) => !broken.includes(file))
          .map((file) => pathOf([file.voiceId, file.name])),
      );
      for (const key of await tx.objectStore('chunks').getAllKeys()) {
        if (!left.has(pathOf([key[0], key[1]]))) await tx.objectStore('chunks').delete(key);
      }
      const dropped = new Set(broken.map((file) => pathOf([file.voiceId, file.name])));
      await this.#giveUp(tx, unfinishedSince, dropped, left);
      await forgetUses(tx);
    });
  }

  /** Voices whose download was broken off are not kept any more, nor what of them had arrived whole. */
  async #giveUp(
    tx: Transaction<'readwrite'>,
    since: number,
    dropped: ReadonlySet<string>,
    left: ReadonlySet<string>,
  ): Promise<void> {
    const holds = tx.objectStore('holds');
    for (const hold of await holds.getAll()) {
      const paths = hold.files.map(pathOf);
      const isBroken = paths.some((path) => dropped.has(path));
      const isEmpty = !paths.some((path) => left.has(path)) && hold.heldAt < since;
      if (!isBroken && !isEmpty) continue;
      const { unneeded } = release(hold, await holds.getAll());
      for (const key of hold.files) if (unneeded.has(pathOf(key))) await drop(tx, key);
      await holds.delete(hold.voiceId);
    }
  }
}

async function drop(tx: Transaction<'readwrite'>, key: FileKey): Promise<void> {
  await tx.objectStore('files').delete(key);
  await tx.objectStore('chunks').delete(under(key));
}

/** Of owners that have nothing here any more. */
async function forgetUses(tx: Transaction<'readwrite'>): Promise<void> {
  const owners = new Set((await tx.objectStore('files').getAllKeys()).map(([owner]) => owner));
  for (const owner of await tx.objectStore('uses').getAllKeys()) {
    if (!owners.has(owner)) await tx.objectStore('uses').delete(owner);
  }
}
