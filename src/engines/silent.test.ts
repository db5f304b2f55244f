import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UtteranceId } from '../base/ids';
import type { PcmChunk, SynthesisOptions, SynthesisResult } from '../contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../contracts/text';
import { createSilentSynthesizer } from './silent';

const OPTIONS: SynthesisOptions = {
  steps: 4,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 1,
  maxFramesPerChunk: 0,
};

/** Letters for phonemes. */
function utteranceOf(words: readonly string[]): Utterance {
  const phonemes = words.join(' ');
  const starts = words.map((_, word) => words.slice(0, word).join(' ').length + (word > 0 ? 1 : 0));
  const span = { start: 0, end: phonemes.length };
  return {
    id: 'u' as UtteranceId,
    span,
    sentence: span,
    language: 'nl',
    words: words.map((spoken, word) => {
      const start = starts[word] ?? 0;
      return { span: { start, end: start + spoken.length }, spoken };
    }),
    phonemes,
    phonemeWords: words.flatMap((spoken, word) => [
      ...(word > 0 ? [-1] : []),
      ...new Array<number>(spoken.length).fill(word),
    ]),
    pauseBeforeMs: 0,
    pauseAfterMs: 0,
    ends: 'sentence',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}

async function speak(utterance: Utterance, change: Partial<SynthesisOptions> = {}) {
  const synthesizer = createSilentSynthesizer({ timestamp: () => 1234 });
  const chunks: PcmChunk[] = [];
  const sounds = synthesizer.synthesize(utterance, { ...OPTIONS, ...change });
  let step: IteratorResult<PcmChunk, SynthesisResult> = await sounds.next();
  while (!step.done) {
    chunks.push(step.value);
    step = await sounds.next();
  }
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length > 1) throw new Error('One chunk was expected.');
  return { chunk, result: step.value, state: synthesizer.state };
}

describe('createSilentSynthesizer', () => {
  it('is silent for as long as the words would take', async () => {
    const { chunk, result, state } = await speak(utteranceOf(['goede', 'morgen']));
    expect(chunk.pcm.length / chunk.sampleRate).toBeCloseTo(0.07 * 11, 3);
    expect(chunk.pcm.every((sample) => sample === 0)).toBe(true);
    expect(result).toMatchObject({
      utteranceId: 'u',
      samples: chunk.pcm.length,
      fallback: null,
      timestamp: 1234,
    });
    expect(state.kind).toBe('ready');
  });

  it('is shorter at a faster pace, and survives a pace that is none', async () => {
    const utterance = utteranceOf(['goede', 'morgen']);
    const usual = (await speak(utterance)).chunk.pcm.length;
    expect((await speak(utterance, { pace: 2 })).chunk.pcm.length).toBe(usual / 2);
    const quick = { ...utterance, prosody: { ...NEUTRAL_PROSODY, rate: 2 } };
    expect((await speak(quick)).chunk.pcm.length).toBe(usual / 2);
    for (const pace of [0, -1, NaN, Infinity]) {
      expect((await speak(utterance, { pace })).chunk.pcm.length).toBe(usual);
    }
  });

  it('gives every word its time, in order, with and without phonemes', async () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(words, fc.boolean(), async (spoken, isPlain) => {
        const whole = utteranceOf(spoken);
        const utterance: Utterance = isPlain
          ? { ...whole, isPlain: true, phonemes: '', phonemeWords: [] }
          : whole;
        const { chunk } = await speak(utterance);
        expect(chunk.words.map((word) => word.span)).toEqual(utterance.words.map((w) => w.span));
        let at = 0;
        for (const { startSample, endSample } of chunk.words) {
          expect(startSample).toBe(at);
          expect(endSample).toBeGreaterThan(startSample);
          at = endSample;
        }
        expect(at).toBe(chunk.pcm.length);
      }),
    );
  });

  it('stops for its listener', async () => {
    const synthesizer = createSilentSynthesizer({ timestamp: () => 0 });
    const spoken = synthesizer.synthesize(utteranceOf(['dag']), OPTIONS, AbortSignal.abort());
    await expect(spoken.next()).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('tells of its states', async () => {
    const synthesizer = createSilentSynthesizer({ timestamp: () => 0 });
    const kinds: string[] = [];
    synthesizer.onState(({ kind }) => kinds.push(kind));
    expect((await synthesizer.load()).languages).toContain('de');
    await synthesizer.load();
    synthesizer.dispose();
    expect(kinds).toEqual(['ready', 'uninitialized']);
  });
});
