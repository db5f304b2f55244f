/** A request and clauses for tests. */
import type { ExportRequest, FreshClause } from '../../src/contracts/export';
import type { Voice } from '../../src/contracts/voices';

export const RATE_HZ = 24_000;

export function request(change: Partial<ExportRequest> = {}): ExportRequest {
  const source = 'one two three four five six seven eight nine ten';
  return {
    title: 'Numbers',
    author: null,
    cover: null,
    document: { source, format: 'plain', readings: [] },
    chapters: [],
    range: { start: 0, end: source.length },
    voice: { id: 'test', sampleRate: RATE_HZ } as unknown as Voice,
    settings: {} as ExportRequest['settings'],
    sound: 'wav',
    captions: [],
    speed: 1,
    ...change,
  };
}

/** A tone whose length and pitch tell which clause it is; `rung` for who spoke it. */
export function clause(index: number, rung: 'formant' | null = null): FreshClause {
  const span = { start: index * 5, end: index * 5 + 5 };
  const pcm = Float32Array.from({ length: 400 + 10 * index }, (_, i) =>
    Math.sin((i * (index + 2)) / 30),
  );
  return {
    id: `u${index}` as FreshClause['id'],
    span,
    sentence: span,
    words: [span],
    pauseBeforeMs: 0,
    pauseAfterMs: index % 2 === 0 ? 20 : 0,
    pieces: [
      {
        pcm,
        sampleRate: RATE_HZ,
        rung,
        words: [{ span, startSample: 0, endSample: pcm.length }],
      },
    ],
  };
}
