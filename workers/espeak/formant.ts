/** The formant voice: espeak-ng's own synthesis behind the engine's interface. */
import { resample } from '../../src/audio/resample';
import { shiftPitch } from '../../src/audio/stretch';
import type { SynthesisOptions, WordTiming } from '../../src/contracts/speech';
import type { Utterance } from '../../src/contracts/text';
import type { EngineOutput } from '../../src/contracts/workers';
import { pronunciationTag } from '../../src/text/phonemiser';
import { trimEdges } from '../engines/flow/edges';
import { withLoudness } from './loudness';
import { Espeak, type EspeakParts } from './module';
import { scriptOf, type Script } from './script';
import { EspeakSpeaker, type Spoken } from './speaker';
import { tuneFor, wordsPerMinute } from './tune';
import { wordTimes } from './word-times';

/** The player's usual rate, so that a voice that falls back here opens no other output. */
export const FORMANT_RATE_HZ = 24_000;

export interface FormantVoice {
  /** Resolves when utterances of this language or place can be spoken. */
  ready(tag: string): Promise<void>;
  speak(utterance: Utterance, options: SynthesisOptions): EngineOutput;
  readonly heapBytes: number;
}

export async function openFormantVoice(
  parts: EspeakParts,
  now: () => number,
): Promise<FormantVoice> {
  const espeak = await Espeak.open(parts);
  const speaker = new EspeakSpeaker(espeak);
  return {
    ready: (tag) => espeak.ready(tag),
    speak: (utterance, options) => speak(speaker, now, utterance, options),
    get heapBytes() {
      return speaker.heapBytes;
    },
  };
}

function speak(
  speaker: EspeakSpeaker,
  now: () => number,
  utterance: Utterance,
  options: SynthesisOptions,
): EngineOutput {
  const startMs = now();
  const { prosody } = utterance;
  const { pitch, restSemitones } = tuneFor(options.pitchSemitones + prosody.pitchSemitones);
  const script = scriptOf(utterance);
  const manner = {
    tag: pronunciationTag(utterance),
    wordsPerMinute: wordsPerMinute(options.pace * prosody.rate),
    pitch,
  };
  const spoken = speaker.speak(script.text, manner);
  const wave = resample(spoken.pcm, spoken.sampleRate, FORMANT_RATE_HZ);
  const shifted = restSemitones === 0 ? wave : shiftPitch(wave, restSemitones, FORMANT_RATE_HZ);
  const sound = withLoudness(shifted, prosody.gain);
  const timings = timingsOf(utterance, script, spoken, sound.length);
  const { pcm, words } = trimEdges(sound, timings, FORMANT_RATE_HZ);
  const totalMs = now() - startMs;
  const chunk = { utteranceId: utterance.id, pcm, sampleRate: FORMANT_RATE_HZ, words };
  const tokens = spoken.events.filter(({ type }) => type === 'phoneme').length;
  return {
    chunk,
    stages: { encodeMs: 0, flowMs: 0, vocodeMs: totalMs, totalMs, frames: 0, tokens, steps: 0 },
  };
}

function timingsOf(
  { words }: Utterance,
  script: Script,
  { pcm, sampleRate, events }: Spoken,
  samples: number,
): WordTiming[] {
  const times = wordTimes(script, events, (1000 * pcm.length) / sampleRate);
  const inSamples = (ms: number) => Math.min(samples, Math.round((ms / 1000) * FORMANT_RATE_HZ));
  return words.map(({ span }, word) => ({
    span,
    startSample: inSamples(times[word]?.startMs ?? 0),
    endSample: inSamples(times[word]?.endMs ?? 0),
  }));
}
