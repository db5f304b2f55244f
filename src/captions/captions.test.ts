import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaptionFormat } from '../contracts/export';
import { SourceText } from './source-text';
import { sentenceCues } from './cues';
import { spokenTexts, type SpokenText } from './testing';
import { clauseLength, placeClauses, type Tempo } from './timeline';
import { writeCaptions } from './write';

const tempos: fc.Arbitrary<Tempo> = fc.record({
  sampleRate: fc.constantFrom(16_000, 24_000, 48_000),
  speed: fc.constantFrom(0.5, 1, 1.3, 3),
});

const documentOf = ({ source }: SpokenText) => ({ source, format: 'plain', readings: [] }) as const;

describe('placeClauses', () => {
  it('lays clauses and their pieces out without a gap, as long as their sound', () => {
    fc.assert(
      fc.property(spokenTexts, tempos, ({ clauses }, tempo) => {
        let at = 0;
        for (const placed of placeClauses(clauses, tempo)) {
          expect(placed.start).toBe(at);
          expect(placed.end - placed.start).toBe(clauseLength(placed.clause, tempo));
          for (const { piece, length } of placed.pieces) {
            const atRate = Math.round((piece.samples * tempo.sampleRate) / piece.sampleRate);
            expect(length).toBe(Math.round(atRate / tempo.speed));
          }
          at = placed.end;
        }
      }),
    );
  });

  it('gives every word once, in order, none before the one before it ends', () => {
    fc.assert(
      fc.property(spokenTexts, tempos, ({ clauses }, tempo) => {
        for (const { clause, words, start, end } of placeClauses(clauses, tempo)) {
          expect(words.map(({ span }) => span)).toEqual(clause.words);
          let at = start;
          for (const word of words) {
            expect(word.start).toBeGreaterThanOrEqual(at);
            expect(word.end).toBeGreaterThanOrEqual(word.start);
            at = word.end;
          }
          expect(at).toBeLessThanOrEqual(end);
        }
      }),
    );
  });

  it('times a word that is spoken as several from the first to the last of them', () => {
    const span = { start: 0, end: 5 };
    const word = (startSample: number, endSample: number) => ({ span, startSample, endSample });
    const piece = { at: 0, samples: 1000, sampleRate: 1000, rung: null };
    const clause = {
      ...{ id: 'u' as never, span, sentence: span, words: [span, span, span] },
      ...{ pauseBeforeMs: 100, pauseAfterMs: 0 },
      pieces: [{ ...piece, words: [word(10, 200), word(200, 600), word(600, 900)] }],
    };
    const [placed] = placeClauses([clause], { sampleRate: 1000, speed: 2 });
    expect(placed?.words).toEqual([{ span, start: 55, end: 500 }]);
  });
});

interface ParsedCue {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A parser of the test's own: times in milliseconds. */
function parse(file: string): readonly ParsedCue[] {
  const blocks = file.trim().split('\n\n');
  if (blocks[0] === 'WEBVTT') blocks.shift();
  return blocks.map((block) => {
    const lines = block.split('\n').filter((line) => !/^\d+$/.test(line));
    const [times = '', text = '', ...rest] = lines;
    expect(rest).toEqual([]);
    const stamps = times.split(' --> ').map((stamp) => {
      const match = /^(\d\d+):([0-5]\d):([0-5]\d)[.,](\d{3})$/.exec(stamp);
      if (match === null) throw new Error(`No time: ${stamp}`);
      const [, h, m, s, ms] = match.map(Number);
      return ((h ?? 0) * 3600 + (m ?? 0) * 60 + (s ?? 0)) * 1000 + (ms ?? 0);
    });
    return { from: stamps[0] ?? NaN, to: stamps[1] ?? NaN, text };
  });
}

const plain = (text: string) =>
  text
    .replaceAll(/<[\d:.]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const write = (format: CaptionFormat, text: SpokenText, tempo: Tempo) =>
  [
    ...writeCaptions(format, {
      title: 'T',
      document: documentOf(text),
      clauses: text.clauses,
      tempo,
      chapters: [],
    }),
  ].join('');

describe('writeCaptions', () => {
  it.each(['srt', 'vtt', 'words'] as const)(
    '%s reads back: all of the text, in order',
    (format) => {
      fc.assert(
        fc.property(spokenTexts, tempos, (text, tempo) => {
          const cues = parse(write(format, text, tempo));
          const said = cues.map((cue) => (format === 'srt' ? cue.text : plain(cue.text))).join(' ');
          const wanted = format === 'srt' ? text.source.replaceAll('-->', '→') : text.source;
          expect(said).toBe(wanted.trim());
          cues.forEach(({ from, to }, i) => {
            expect(to).toBeGreaterThan(from);
            expect(from).toBeGreaterThanOrEqual(cues[i - 1]?.from ?? 0);
          });
        }),
      );
    },
  );

  it('times words within their cue, rising, as WebVTT wants it', () => {
    fc.assert(
      fc.property(spokenTexts, tempos, (text, tempo) => {
        for (const { from, to, text: timed } of parse(write('vtt', text, tempo))) {
          const inner = [...timed.matchAll(/<(\d\d:[\d:.]+)>/g)].map(([, stamp = '']) => {
            const [h = 0, m = 0, s = 0] = stamp.split(':').map(Number);
            return Math.round((h * 3600 + m * 60 + s) * 1000);
          });
          expect(inner).toEqual([...new Set(inner)].sort((a, b) => a - b));
          for (const at of inner) {
            expect(at).toBeGreaterThan(from);
            expect(at).toBeLessThan(to);
          }
        }
      }),
    );
  });

  it('gives each word of JSON its place in the source and its samples', () => {
    fc.assert(
      fc.property(spokenTexts, tempos, (text, tempo) => {
        const { words, sampleRate } = JSON.parse(write('json', text, tempo)) as {
          sampleRate: number;
          words: { offset: number; endOffset: number; startSample: number; start: number }[];
        };
        expect(sampleRate).toBe(tempo.sampleRate);
        const spans = text.clauses.flatMap((clause) => clause.words);
        expect(words.map(({ offset, endOffset }) => ({ start: offset, end: endOffset }))).toEqual(
          spans,
        );
        for (const { start, startSample } of words) {
          expect(start).toBeCloseTo(startSample / tempo.sampleRate, 5);
        }
      }),
    );
  });
});

describe('sentenceCues', () => {
  const cuesOf = (source: string) => {
    const words = [...source.matchAll(/[a-zA-Z]+/g)].map(({ index, 0: word }) => ({
      start: index,
      end: index + word.length,
    }));
    const span = { start: 0, end: source.length };
    const clause = {
      ...{ id: 'u' as never, span, sentence: span, words },
      ...{ pauseBeforeMs: 0, pauseAfterMs: 0 },
      pieces: [{ at: 0, samples: 9000, sampleRate: 1000, rung: null, words: [] }],
    };
    const placed = placeClauses([clause], { sampleRate: 1000, speed: 1 });
    const document = { source, format: 'plain', readings: [] } as const;
    return [...sentenceCues(placed, new SourceText(document))].map(({ text }) => text);
  };

  it('cuts what two lines cannot hold, and keeps an opening quote with its word', () => {
    const long = `He said ${'very '.repeat(16)}"Go away" and went.`;
    const cues = cuesOf(long);
    expect(cues.length).toBe(2);
    for (const cue of cues) expect(cue.length).toBeLessThanOrEqual(84);
    expect(cues.join(' ')).toBe(long);
    expect(cues.every((cue) => !cue.endsWith(' "'))).toBe(true);
  });
});

describe('SourceText', () => {
  it('shows markup as words and readings as they are read', () => {
    const ssml = '<speak>A &amp; <emphasis>B</emphasis></speak>';
    const marked = new SourceText({ source: ssml, format: 'ssml', readings: [] });
    expect(marked.slice({ start: 0, end: ssml.length })).toBe('A & B');
    const reading = { start: 0, end: 6, text: 'A listing.' };
    const code = new SourceText({ source: 'x = 1;', format: 'plain', readings: [reading] });
    expect(code.slice({ start: 0, end: 6 })).toBe('A listing.');
  });
});
