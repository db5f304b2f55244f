/** How a device's speed changes, and what a voice costs on it. */
import { seededRandom } from '../../base/random';

/** A value at a moment, in seconds. */
export type Trace = (at: number) => number;

/** Compute time / audio time at usual speed. */
export interface VoiceCost {
  readonly fixedRtf: number;
  /** Of one flow step. */
  readonly stepRtf: number;
  readonly formantRtf: number;
  /** How many times longer the first clause takes. */
  readonly coldFactor: number;
}

/** Ours on one WASM thread, four steps: 0.093 (docs/performance.md). */
export const USUAL_VOICE: VoiceCost = {
  fixedRtf: 0.051,
  stepRtf: 0.0105,
  formantRtf: 0.01,
  coldFactor: 1,
};

/** A voice of the same make that costs so much with four steps. */
export function voiceOf(rtf: number): VoiceCost {
  const share = rtf / (USUAL_VOICE.fixedRtf + 4 * USUAL_VOICE.stepRtf);
  const { fixedRtf, stepRtf } = USUAL_VOICE;
  return { ...USUAL_VOICE, fixedRtf: share * fixedRtf, stepRtf: share * stepRtf };
}

export const steady: Trace = () => 1;

export function spike(from: number, seconds: number, times: number): Trace {
  return (at) => (at >= from && at < from + seconds ? times : 1);
}

/** Grows to `times` over `seconds`, and back as slowly. */
export function ramp(from: number, seconds: number, times: number): Trace {
  return (at) => {
    const share = Math.max(0, 1 - Math.abs(at - from - seconds) / seconds);
    return 1 + (times - 1) * share;
  };
}

export function sawtooth(everySeconds: number, times: number): Trace {
  return (at) => 1 + (times - 1) * ((at % everySeconds) / everySeconds);
}

export function square(everySeconds: number, times: number): Trace {
  return (at) => (at % everySeconds < everySeconds / 2 ? 1 : times);
}

/** Now fast, now slow, up to `times` times slower, for a second to half a minute each. */
export function randomTrace(seed: number, seconds: number, times: number): Trace {
  const random = seededRandom(seed);
  const pieces: { until: number; slowdown: number }[] = [];
  for (let until = 0; until < seconds + 100;) {
    until += 1 + 29 * random.uniform() ** 2;
    pieces.push({ until, slowdown: times ** random.uniform() });
  }
  return (at) => pieces.find((piece) => piece.until > at)?.slowdown ?? 1;
}
