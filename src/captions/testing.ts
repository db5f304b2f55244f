/** Clauses for tests: any number of words, spoken in any number of pieces, at any rate. */
import fc from 'fast-check';
import type { UtteranceId } from '../base/ids';
import type { SpokenClause, SpokenPiece } from '../contracts/export';
import type { Span } from '../contracts/text';

export interface SpokenText {
  readonly source: string;
  readonly clauses: readonly SpokenClause[];
}

interface Recipe {
  readonly words: readonly string[];
  readonly ends: ',' | '.';
  readonly pauseBeforeMs: number;
  readonly pauseAfterMs: number;
  readonly pieces: number;
  readonly samples: number;
  readonly sampleRate: number;
  /** Of the words only so many have times. */
  readonly timed: number;
  /** How far a word's time reaches into its neighbours', in words. */
  readonly overlap: number;
}

const recipe: fc.Arbitrary<Recipe> = fc.record({
  words: fc.array(fc.stringMatching(/^[a-z<&>"-]{1,12}$/), { minLength: 1, maxLength: 9 }),
  ends: fc.constantFrom(',', '.'),
  pauseBeforeMs: fc.nat({ max: 500 }),
  pauseAfterMs: fc.nat({ max: 900 }),
  pieces: fc.integer({ min: 1, max: 3 }),
  samples: fc.integer({ min: 40, max: 60_000 }),
  sampleRate: fc.constantFrom(16_000, 22_050, 24_000),
  timed: fc.constantFrom(0, 0.5, 1),
  overlap: fc.constantFrom(0, 0.5, 1.5),
});

export const spokenTexts: fc.Arbitrary<SpokenText> = fc
  .array(recipe, { minLength: 1, maxLength: 8 })
  .map(build);

function build(recipes: readonly Recipe[]): SpokenText {
  let source = '';
  let sentenceStart = 0;
  let samplesBefore = 0;
  const open: (Omit<SpokenClause, 'sentence'> & { sentence: Span })[] = [];
  const clauses: SpokenClause[] = [];
  for (const one of recipes) {
    const start = source.length;
    const words = one.words.map((word) => {
      const span = { start: source.length, end: source.length + word.length };
      source += `${word} `;
      return span;
    });
    source = `${source.trimEnd()}${one.ends} `;
    const span = { start, end: source.length };
    const pieces = piecesOf(one, words, samplesBefore);
    samplesBefore += one.samples * one.pieces;
    const { pauseBeforeMs, pauseAfterMs } = one;
    const id = `u${start}` as UtteranceId;
    open.push({ id, span, sentence: span, words, pauseBeforeMs, pauseAfterMs, pieces });
    if (one.ends === '.') {
      const sentence = { start: sentenceStart, end: span.end };
      clauses.push(...open.splice(0).map((clause) => ({ ...clause, sentence })));
      sentenceStart = span.end;
    }
  }
  const sentence = { start: sentenceStart, end: source.length };
  clauses.push(...open.map((clause) => ({ ...clause, sentence })));
  return { source, clauses };
}

function piecesOf(one: Recipe, words: readonly Span[], before: number): readonly SpokenPiece[] {
  const perPiece = Math.ceil(words.length / one.pieces);
  return Array.from({ length: one.pieces }, (_, piece) => {
    const spoken = words.slice(piece * perPiece, (piece + 1) * perPiece);
    const timed = spoken.slice(0, Math.round(spoken.length * one.timed));
    const step = one.samples / Math.max(1, spoken.length);
    return {
      at: before + piece * one.samples,
      samples: one.samples,
      sampleRate: one.sampleRate,
      rung: null,
      words: timed.map((span, i) => ({
        span,
        startSample: Math.max(0, Math.round((i - one.overlap) * step)),
        endSample: Math.min(one.samples, Math.round((i + 1 + one.overlap) * step)),
      })),
    };
  });
}
