import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExportWorkerApi, FreshClause } from '../../src/contracts/export';
import { createExportApi } from './api';
import type { WorkDisk } from './disk';
import { memoryDisk } from './memory-disk';
import { RATE_HZ, clause, request } from './testing';

let disk: WorkDisk;
let now = 0;
let ids = 0;

function worker(): ExportWorkerApi {
  return createExportApi({
    openDisk: () => Promise.resolve(disk),
    formats: () => Promise.resolve(['wav']),
    freeBytes: () => Promise.resolve(1e9),
    newId: () => `work-${ids++}`,
    timestamp: () => now,
    breathe: () => Promise.resolve(),
  });
}

async function begun(api: ExportWorkerApi, clauses: readonly FreshClause[]): Promise<string> {
  const { id } = await api.create(request(), RATE_HZ);
  for (const one of clauses) await api.append(id, one);
  return id;
}

const fullDisk = () => {
  throw new DOMException('No room.', 'QuotaExceededError');
};

beforeEach(() => {
  disk = memoryDisk();
  now = 0;
});

describe('the export worker', () => {
  it('writes a WAV file of exactly what was spoken, and its captions', async () => {
    const api = worker();
    const id = await begun(api, [clause(0), clause(1)]);
    const progress = vi.fn();
    const written = await api.write(id, null, progress);
    const samples = 400 + 480 + 410;
    expect(written).toMatchObject({ samples, bytes: 44 + 2 * samples, words: 2, chapters: 1 });
    expect(written.file?.size).toBe(44 + 2 * samples);
    expect(progress).toHaveBeenCalled();
  });

  it('offers what was interrupted to the next page, not what it is busy with itself', async () => {
    const first = worker();
    const id = await begun(first, [clause(0)]);
    expect(await first.kept()).toEqual([]);
    expect(await worker().kept()).toEqual([]);
    await first.close(id);
    const [kept] = await worker().kept();
    expect(kept).toMatchObject({ id, tally: { clauses: 1, last: { id: 'u0' } } });
  });

  it('forgets what was written after an hour, and what is removed at once', async () => {
    const api = worker();
    const id = await begun(api, [clause(0)]);
    await api.write(id, null, () => {});
    await api.close(id);
    expect(await worker().kept()).toEqual([]);
    expect(await disk.works()).toEqual([id]);
    now = 2 * 60 * 60_000;
    await worker().kept();
    expect(await disk.works()).toEqual([]);
    const other = await begun(api, [clause(0)]);
    await api.remove(other);
    expect(await disk.works()).toEqual([]);
  });

  it('says that the disk is full, leaves nothing half, and goes on when there is room', async () => {
    const api = worker();
    const id = await begun(api, [clause(0)]);
    const { open } = disk;
    // Whatever is opened from now on refuses to grow.
    const full: WorkDisk['open'] = async (work, name) => ({
      ...(await open(work, name)),
      write: fullDisk,
    });
    await api.close(id);
    const next = createExportApi({
      openDisk: () => Promise.resolve({ ...disk, open: full }),
      formats: () => Promise.resolve(['wav']),
      freeBytes: () => Promise.resolve(null),
      newId: () => 'x',
      timestamp: () => 0,
      breathe: () => Promise.resolve(),
    });
    await expect(next.create(request(), RATE_HZ)).rejects.toMatchObject({
      detail: { kind: 'resource', type: 'storage' },
    });
    expect(await disk.works()).toEqual([id]);
    const later = worker();
    await later.open(id);
    await later.append(id, clause(1));
    expect((await later.write(id, null, () => {})).words).toBe(2);
  });

  it('stops writing when it is told to, leaves a chosen file as it was, and writes it later', async () => {
    const api = worker();
    const id = await begun(api, [clause(0), clause(1)]);
    const stream = { write: vi.fn(), close: vi.fn(), abort: vi.fn(() => Promise.resolve()) };
    const createWritable = () => Promise.resolve(stream);
    const handle = { createWritable } as unknown as FileSystemFileHandle;
    const writing = api.write(id, handle, () => void api.cancel(id));
    await expect(writing).rejects.toMatchObject({ detail: { kind: 'cancelled' } });
    expect(stream.abort).toHaveBeenCalled();
    expect(stream.close).not.toHaveBeenCalled();
    const written = await api.write(id, handle, () => {});
    expect(stream.close).toHaveBeenCalledOnce();
    expect(written.file).toBeNull();
  });

  it('passes on in plain words that a place may not be written to', async () => {
    const api = worker();
    const id = await begun(api, [clause(0)]);
    const refuse = () => Promise.reject(new DOMException('No.', 'NotAllowedError'));
    const handle = { createWritable: refuse } as unknown as FileSystemFileHandle;
    await expect(api.write(id, handle, () => {})).rejects.toMatchObject({ detail: { kind: 'io' } });
    expect((await api.write(id, null, () => {})).words).toBe(1);
  });
});
