/** Where everything lies in an exported file, to the sample; sound, captions and chapters all go by this. */
import type { SpokenClause, SpokenPiece } from '../contracts/export';
import type { WordTiming } from '../contracts/speech';
import type { Span } from '../contracts/text';

/** Of the file: its sample rate in hertz, and how much faster than spoken it goes. */
export interface Tempo {
  readonly sampleRate: number;
  readonly speed: number;
}

/** `start` and `length` in samples of the file. */
export interface PlacedPiece {
  readonly piece: SpokenPiece;
  readonly start: number;
  readonly length: number;
}

/** In samples of the file. */
export interface PlacedWord {
  readonly span: Span;
  readonly start: number;
  readonly end: number;
}

/** From `start` to `end` without a gap to the next: pause, pieces, pause. */
export interface PlacedClause {
  readonly clause: SpokenClause;
  readonly start: number;
  readonly pieces: readonly PlacedPiece[];
  /** Every word of the clause, once; none begins before the one before it ends. */
  readonly words: readonly PlacedWord[];
  readonly end: number;
}

export function* placeClauses(
  clauses: Iterable<SpokenClause>,
  tempo: Tempo,
): Generator<PlacedClause> {
  let at = 0;
  for (const clause of clauses) {
    const placed = placeClause(clause, at, tempo);
    at = placed.end;
    yield placed;
  }
}

/** How long a clause is in the file, in samples. */
export function clauseLength(clause: SpokenClause, tempo: Tempo): number {
  const sound = clause.pieces.reduce((sum, piece) => sum + pieceLength(piece, tempo), 0);
  return pauseLength(clause.pauseBeforeMs, tempo) + sound + pauseLength(clause.pauseAfterMs, tempo);
}

/** As `resample` and then `stretch` of src/audio make it: each rounds to the nearest sample. */
function pieceLength({ samples, sampleRate }: SpokenPiece, tempo: Tempo): number {
  return Math.round(Math.round((samples * tempo.sampleRate) / sampleRate) / tempo.speed);
}

function pauseLength(ms: number, { sampleRate, speed }: Tempo): number {
  return Math.round(((ms / 1000) * sampleRate) / speed);
}

function placeClause(clause: SpokenClause, start: number, tempo: Tempo): PlacedClause {
  const soundStart = start + pauseLength(clause.pauseBeforeMs, tempo);
  let at = soundStart;
  const pieces = clause.pieces.map((piece) => {
    const placed = { piece, start: at, length: pieceLength(piece, tempo) };
    at += placed.length;
    return placed;
  });
  const words = placeWords(clause.words, pieces.flatMap(timedWords), soundStart, at);
  return { clause, start, pieces, words, end: at + pauseLength(clause.pauseAfterMs, tempo) };
}

function timedWords({ piece, start, length }: PlacedPiece): PlacedWord[] {
  const scale = piece.samples === 0 ? 0 : length / piece.samples;
  const place = (sample: number) => start + Math.min(length, Math.round(sample * scale));
  return piece.words.map(({ span, startSample, endSample }: WordTiming) => ({
    span,
    start: place(startSample),
    end: place(endSample),
  }));
}

/**
 * A written word that is spoken as several ("$3.50") is timed from the first to the last of them. Words
 * that nobody timed share the room between their neighbours.
 */
function placeWords(
  written: readonly Span[],
  timed: readonly PlacedWord[],
  from: number,
  to: number,
): readonly PlacedWord[] {
  const times = new Map<number, { start: number; end: number }>();
  for (const { span, start, end } of timed) {
    const known = times.get(span.start);
    if (known === undefined) times.set(span.start, { start, end });
    else known.end = Math.max(known.end, end);
  }
  const spans = written.filter((span, i) => span.start !== written[i - 1]?.start);
  const words: PlacedWord[] = [];
  let at = from;
  for (let i = 0; i < spans.length;) {
    const run = untimedRun(spans, i, times);
    const next = spans[i + run];
    const time = next && times.get(next.start);
    const until = Math.min(to, Math.max(at, time?.start ?? to));
    for (let k = 0; k < run; k++) {
      const share = (part: number) => at + Math.round(((until - at) * part) / run);
      words.push({ span: spans[i + k] as Span, start: share(k), end: share(k + 1) });
    }
    if (next !== undefined && time !== undefined) {
      const end = Math.min(to, Math.max(until, time.end));
      words.push({ span: next, start: until, end });
      at = end;
    }
    i += run + 1;
  }
  return words;
}

function untimedRun(
  spans: readonly Span[],
  from: number,
  times: ReadonlyMap<number, unknown>,
): number {
  let run = 0;
  for (let i = from; i < spans.length; i++, run++) {
    if (times.has(spans[i]?.start ?? -1)) break;
  }
  return run;
}
