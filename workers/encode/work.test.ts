import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeClauses } from '../../src/captions/timeline';
import { assemble } from './assemble';
import type { WorkDisk } from './disk';
import { memoryDisk } from './memory-disk';
import { RATE_HZ, clause, request } from './testing';
import { Work } from './work';

const HEAD = { id: 'w', startedAt: 0, sampleRate: RATE_HZ };

async function workOf(disk: WorkDisk, count: number): Promise<Work> {
  const work = await Work.create(disk, HEAD, request());
  for (let i = 0; i < count; i++) work.append(clause(i));
  return work;
}

function soundOf(work: Work): number[] {
  const pcm = assemble(work.clauses, (piece) => work.readPiece(piece), work.tempo);
  return [...pcm].flatMap((piece) => [...piece]);
}

async function cutTo(disk: WorkDisk, name: string, keep: number): Promise<void> {
  const file = await disk.open('w', name);
  file.truncate(Math.floor(file.size * keep));
  file.close();
}

describe('Work', () => {
  it('is whole again wherever it was cut off, and ends as if it never had been', async () => {
    const undisturbed = soundOf(await workOf(memoryDisk(), 10));
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (keptLog, keptSound) => {
          const disk = memoryDisk();
          (await workOf(disk, 10)).close();
          await cutTo(disk, 'clauses.jsonl', keptLog);
          await cutTo(disk, 'sound.pcm', keptSound);
          const work = await Work.open(disk, 'w');
          const { clauses, last } = work.tally;
          expect(last?.id ?? null).toBe(clauses === 0 ? null : `u${clauses - 1}`);
          for (let i = clauses; i < 10; i++) work.append(clause(i));
          expect(soundOf(work)).toEqual(undisturbed);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is as long as its timeline, at any speed and for pieces of any rate', async () => {
    for (const speed of [0.5, 1, 1.7]) {
      const disk = memoryDisk();
      const work = await Work.create(disk, HEAD, request({ speed }));
      const slow = clause(3);
      const pieces = slow.pieces.map((piece) => ({ ...piece, sampleRate: 22_050 }));
      for (const one of [clause(1), clause(2), { ...slow, pieces }]) work.append(one);
      const placed = [...placeClauses(work.clauses, work.tempo)];
      expect(soundOf(work).length).toBe(placed.at(-1)?.end);
      expect(work.samples).toBe(placed.at(-1)?.end);
    }
  });

  it('counts what other voices spoke, until it is spoken again', async () => {
    const disk = memoryDisk();
    const work = await workOf(disk, 2);
    work.append(clause(2, 'formant'));
    const span = { start: 10, end: 15 };
    expect(work.tally.substituted).toEqual([{ index: 2, span, rung: 'formant' }]);
    work.replace(2, clause(2));
    expect(work.tally.substituted).toEqual([]);
    expect(work.tally.words).toBe(3);
    expect(soundOf(work)).toEqual(soundOf(await workOf(memoryDisk(), 3)));
    work.close();
    const again = await Work.open(disk, 'w');
    expect(again.tally.substituted).toEqual([]);
    expect(soundOf(again)).toEqual(soundOf(await workOf(memoryDisk(), 3)));
  });

  it('takes nothing of a clause for which there is no room, wherever that ends', async () => {
    const undisturbed = soundOf(await workOf(memoryDisk(), 6));
    for (const room of [0, 100, 900, 1000, 1100]) {
      const disk = memoryDisk();
      (await workOf(disk, 5)).close();
      let left = Infinity;
      const open: WorkDisk['open'] = async (id, name) => {
        const file = await disk.open(id, name);
        const write = (bytes: Uint8Array, at: number) => {
          file.write(bytes.subarray(0, left), at);
          if (bytes.length > left) throw new DOMException('No room.', 'QuotaExceededError');
          left -= bytes.length;
        };
        return Object.create(file, { write: { value: write } }) as typeof file;
      };
      const work = await Work.open({ ...disk, open }, 'w');
      left = room;
      expect(() => work.append(clause(5))).toThrow('No room.');
      left = Infinity;
      work.append(clause(5));
      expect(soundOf(work)).toEqual(undisturbed);
      work.close();
      expect(soundOf(await Work.open(disk, 'w'))).toEqual(undisturbed);
    }
  });

  it('keeps the cover, and refuses what is damaged or open elsewhere', async () => {
    const disk = memoryDisk();
    const cover = new Blob([Uint8Array.of(1, 2, 3)], { type: 'image/png' });
    const work = await Work.create(disk, HEAD, request({ cover }));
    await expect(Work.open(disk, 'w')).rejects.toThrow(DOMException);
    work.close();
    const again = await Work.open(disk, 'w');
    expect(again.request.cover?.type).toBe('image/png');
    expect([...((await again.request.cover?.bytes()) ?? [])]).toEqual([1, 2, 3]);
    again.close();
    await cutTo(disk, 'head.json', 0.5);
    await expect(Work.open(disk, 'w')).rejects.toMatchObject({ detail: { kind: 'io' } });
  });
});
