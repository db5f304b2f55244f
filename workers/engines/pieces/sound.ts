import { shiftPitch } from '../../../src/audio/stretch';
import type { SynthesisOptions } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { EngineOutput } from '../../../src/contracts/workers';

/** What is asked of the finished sound where the model itself cannot do it: pitch, and markup's gain. */
export function shapeSound(
  pcm: Float32Array<ArrayBuffer>,
  { prosody }: Pick<Utterance, 'prosody'>,
  { pitchSemitones }: Pick<SynthesisOptions, 'pitchSemitones'>,
  sampleRate: number,
): Float32Array {
  const semitones = pitchSemitones + prosody.pitchSemitones;
  const shifted = semitones === 0 ? pcm : shiftPitch(pcm, semitones, sampleRate);
  return prosody.gain === 1 ? shifted : shifted.map((sample) => sample * prosody.gain);
}

/** Nothing of it can be spoken: every word has its empty place. */
export function silentOutput(
  utterance: Utterance,
  sampleRate: number,
  unknownSymbols: number,
): EngineOutput {
  const words = utterance.words.map(({ span }) => ({ span, startSample: 0, endSample: 0 }));
  const chunk = { utteranceId: utterance.id, pcm: new Float32Array(0), sampleRate, words };
  const stages = {
    encodeMs: 0,
    flowMs: 0,
    vocodeMs: 0,
    totalMs: 0,
    frames: 0,
    tokens: 0,
    steps: 0,
  };
  return { chunk, stages, unknownSymbols };
}
