import { describe, expect, it } from 'vitest';
import type { QueuedSound } from '../contracts/playback';
import type {
  Circumstances,
  PcmChunk,
  SynthesisOptions,
  SynthesisResult,
  Synthesizer,
} from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import { createSilentSynthesizer } from '../engines/silent';
import { plainDocument } from '../text/document';
import { planPlainly } from './plain-plan';
import { spokenSounds } from './sounds';

const OPTIONS: SynthesisOptions = {
  steps: 4,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 1,
  maxFramesPerChunk: 0,
};

function plainUtterance(): Utterance {
  const block = plainDocument('Two words.').blockAt(0);
  const options = { language: 'en', lexicon: [], shortStart: false } as const;
  const [utterance] = block === null ? [] : planPlainly(block, options);
  if (utterance === undefined) throw new Error('There is nothing to say.');
  return { ...utterance, pauseBeforeMs: 40 };
}

/** Says everything in one chunk for each rung; null is the chosen one. */
function inRungs(rungs: readonly (string | null)[]): Synthesizer {
  const silent = createSilentSynthesizer({ timestamp: () => 0 });
  return {
    ...silent,
    state: silent.state,
    synthesize: async function* (utterance, options): AsyncGenerator<PcmChunk, SynthesisResult> {
      const whole = silent.synthesize(utterance, options);
      const first = await whole.next();
      if (first.done) throw new Error('It said nothing.');
      for (const rung of rungs) yield { ...first.value, rung };
      const last = await whole.next();
      if (!last.done) throw new Error('It said more.');
      return last.value;
    },
  };
}

async function soundsOf(utterance: Utterance, synthesizer: Synthesizer) {
  const sounds: QueuedSound[] = [];
  for await (const sound of spokenSounds(utterance, synthesizer, OPTIONS)) sounds.push(sound);
  return sounds;
}

describe('spokenSounds', () => {
  it('tells of each sound which rung spoke it, and has pauses at the edges alone', async () => {
    const sounds = await soundsOf(plainUtterance(), inRungs([null, 'wasm', 'formant']));
    expect(sounds.map(({ rung }) => rung)).toEqual([null, 'wasm', 'formant']);
    expect(sounds.map(({ pauseBeforeMs }) => pauseBeforeMs)).toEqual([40, 0, 0]);
    expect(sounds.map(({ pauseAfterMs }) => pauseAfterMs > 0)).toEqual([false, false, true]);
  });

  it('speaks plain words although they have no phonemes', async () => {
    const [sound] = await soundsOf(plainUtterance(), inRungs(['formant']));
    expect(sound?.chunk.words).toHaveLength(2);
    expect(sound?.chunk.pcm.length).toBeGreaterThan(0);
  });

  it('asks no voice for a pause', async () => {
    const pause: Utterance = { ...plainUtterance(), words: [], pauseAfterMs: 700 };
    const [sound, ...more] = await soundsOf(pause, inRungs([]));
    expect(more).toEqual([]);
    expect(sound).toMatchObject({ pauseBeforeMs: 40, pauseAfterMs: 700, rung: null });
    expect(sound?.chunk.pcm).toHaveLength(0);
  });

  it('passes on who waits', async () => {
    const circumstances: Circumstances = { secondsUntilGap: () => 3, level: () => 'normal' };
    const seen: unknown[] = [];
    const silent = createSilentSynthesizer({ timestamp: () => 0 });
    const synthesizer: Synthesizer = {
      ...silent,
      state: silent.state,
      synthesize: (utterance, options, signal, given) => {
        seen.push(given);
        return silent.synthesize(utterance, options, signal);
      },
    };
    const sounds = spokenSounds(plainUtterance(), synthesizer, OPTIONS, undefined, circumstances);
    await sounds.next();
    expect(seen).toEqual([circumstances]);
  });
});
