import { describe, expect, it, vi } from 'vitest';
import { fakeClock } from '../rpc/fake-clock';
import type {
  ExportRequest,
  ExportRun,
  ExportTally,
  ExportWorkerApi,
  FreshClause,
  KeptExport,
} from '../contracts/export';
import { DEFAULT_SETTINGS } from './settings';
import { createExportDesk } from './export-desk';
import { fakeShelf, fakeSynthesizer, fakeText, fakeVoice } from './fakes';

const SOURCE = 'one two three.\n\nfour five six.\n\nseven eight nine.';

const REQUEST: ExportRequest = {
  title: 'Numbers',
  author: null,
  cover: null,
  document: { source: SOURCE, format: 'plain', readings: [] },
  chapters: [],
  range: { start: 0, end: SOURCE.length },
  voice: fakeVoice,
  settings: DEFAULT_SETTINGS,
  sound: 'wav',
  captions: [],
  speed: 1,
};

/** Keeps clauses as the worker does, without their sound. */
function fakeWorker(): ExportWorkerApi & { readonly clauses: FreshClause[] } {
  const clauses: FreshClause[] = [];
  let request = REQUEST;
  const tally = (): ExportTally => ({
    last: clauses.at(-1) ?? null,
    clauses: clauses.length,
    words: clauses.reduce((sum, one) => sum + one.words.length, 0),
    seconds: clauses.length,
    bytes: 0,
    substituted: clauses.flatMap(({ pieces, span }, index) =>
      pieces.some(({ rung }) => rung !== null) ? [{ index, span, rung: 'formant' as const }] : [],
    ),
  });
  const kept = (): KeptExport => ({
    ...{ id: 'w', request, startedAt: 0, sampleRate: 1000, tally: tally() },
  });
  const file = { file: null, captions: [], chapters: 1, sampleRate: 1000 };
  return {
    clauses,
    formats: () => Promise.resolve(['wav']),
    room: () => Promise.resolve({ isKept: true, freeBytes: null }),
    kept: () => Promise.resolve([kept()]),
    create: (asked) => {
      request = asked;
      return Promise.resolve(kept());
    },
    open: () => Promise.resolve(kept()),
    append: (_, clause) => {
      clauses.push(clause);
      return Promise.resolve(tally());
    },
    replace: (_, index, clause) => {
      clauses[index] = clause;
      return Promise.resolve(tally());
    },
    write: () => Promise.resolve({ ...file, bytes: 1, samples: 1, words: tally().words }),
    cancel: () => Promise.resolve(),
    close: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
}

function stage() {
  const worker = fakeWorker();
  const synthesizer = fakeSynthesizer();
  const endSharing = vi.fn();
  const desk = createExportDesk({
    worker: { call: (work) => work(worker as never) },
    text: fakeText(),
    shelf: fakeShelf(),
    createSynthesizer: () => synthesizer,
    shareLoad: () => endSharing,
    clock: fakeClock(),
  });
  return { worker, synthesizer, desk, endSharing };
}

function runOf(onProgress: ExportRun['onProgress'] = () => {}, abort = new AbortController()) {
  return { target: null, signal: abort.signal, onProgress };
}

const said = (clauses: readonly FreshClause[]) =>
  clauses.map(({ span }) => SOURCE.slice(span.start, span.end).trim());

const WORDS = SOURCE.split(/\s+/);

describe('the export desk', () => {
  it('speaks every clause once, in order, and tells how far it is', async () => {
    const { desk, worker, endSharing } = stage();
    const { id } = await desk.begin(REQUEST);
    const told: number[] = [];
    const result = await desk.run(
      id,
      runOf(({ done }) => told.push(done)),
    );
    expect(said(worker.clauses)).toEqual(WORDS);
    expect(result).toMatchObject({ words: 9, substituted: [] });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(SOURCE.length);
    expect(endSharing).toHaveBeenCalledOnce();
  });

  it('goes on wherever it was stopped: nothing is said twice or lost', async () => {
    for (let stopAfter = 1; stopAfter < WORDS.length; stopAfter++) {
      const { desk, worker, synthesizer } = stage();
      const { id } = await desk.begin(REQUEST);
      const abort = new AbortController();
      const stop = () => {
        if (worker.clauses.length === stopAfter) abort.abort();
      };
      await expect(desk.run(id, runOf(stop, abort))).rejects.toMatchObject({
        detail: { kind: 'cancelled' },
      });
      expect(worker.clauses.length).toBe(stopAfter);
      synthesizer.spoken.length = 0;
      await desk.run(id, runOf());
      expect(said(worker.clauses)).toEqual(WORDS);
      expect(synthesizer.spoken.length).toBe(WORDS.length - stopAfter);
    }
  });

  it('speaks a part of the text alone', async () => {
    const { desk, worker } = stage();
    const range = { start: SOURCE.indexOf('four'), end: SOURCE.indexOf('seven') };
    const { id } = await desk.begin({ ...REQUEST, range });
    await desk.run(id, runOf());
    expect(said(worker.clauses)).toEqual(['four', 'five', 'six.']);
  });

  it('tells what another voice spoke, and has it spoken again where that is wished', async () => {
    const { desk, worker } = stage();
    const { id } = await desk.begin(REQUEST);
    await desk.run(id, runOf());
    const other = worker.clauses[4];
    if (other === undefined) throw new Error('There are nine clauses.');
    const pieces = other.pieces.map((piece) => ({ ...piece, rung: 'formant' as const }));
    worker.clauses[4] = { ...other, pieces };
    const told = await desk.run(id, runOf());
    expect(told.substituted.map(({ index }) => index)).toEqual([4]);
    const mended = await desk.mend(id, runOf());
    expect(mended.substituted).toEqual([]);
    expect(said(worker.clauses)).toEqual(WORDS);
  });

  it('passes on what no voice could mend, and goes on after it', async () => {
    const { desk, worker, synthesizer } = stage();
    const { id } = await desk.begin(REQUEST);
    synthesizer.failOnce('five', new Error('broken'));
    await expect(desk.run(id, runOf())).rejects.toMatchObject({ detail: { kind: 'internal' } });
    expect(worker.clauses.length).toBe(4);
    await desk.run(id, runOf());
    expect(said(worker.clauses)).toEqual(WORDS);
  });

  it('refuses a range without a word', async () => {
    const { desk } = stage();
    const range = { start: SOURCE.indexOf('\n\n'), end: SOURCE.indexOf('four') };
    await expect(desk.begin({ ...REQUEST, range })).rejects.toMatchObject({
      detail: { kind: 'validation' },
    });
  });
});
