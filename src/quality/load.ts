/**
 * How much of its time the voice needs: compute time / audio time of recent utterances, kept apart by
 * what grows with the flow steps and what does not. So the load of another number of steps can be told,
 * and speaking with fewer does not look as if the device had become faster.
 */
import type { Rung } from '../contracts/resilience';
import type { SynthesisResult } from '../contracts/speech';
import { FormantGauge } from './formant-gauge';

/** Compute seconds for a second of audio. */
export interface Rtf {
  /** Over the last clauses, and over the last paragraph. */
  readonly fast: number;
  readonly slow: number;
}

/** Seconds over which the averages forget: two clauses, and a paragraph. */
const FAST_SECONDS = 4;
const SLOW_SECONDS = 30;
/** A freak shall not be remembered for minutes. */
const MOST_SLOW_RTF = 2;
/** What is not measured anew is half believed after so long. */
const HALF_LIFE_SECONDS = 120;
/**
 * The first clause after loading finds caches and shaders cold: the fast average takes so much of it. The
 * slow one, which nothing is degraded by, takes it as it is.
 */
const COLD_SHARE = 1 / 3;
/** Shorter sound says nothing. */
const LEAST_AUDIO_SECONDS = 0.05;

/** They cost next to nothing and tell nothing of the voice. */
const CHEAP_RUNGS: readonly string[] = ['formant', 'silence'] satisfies Rung[];

export class LoadMeter {
  #fixed: Rtf | null = null;
  #perStep: Rtf | null = null;
  readonly #formant = new FormantGauge();
  #heardAtMs = 0;
  /** `cold`: nothing heard; `warming`: the cold clause alone. */
  #warmth: 'cold' | 'warming' | 'warm' = 'cold';

  /** Compute seconds for a second of the formant voice. */
  get formantRtf(): number {
    return this.#formant.rtf;
  }

  /** Null before anything was heard of the voice. */
  rtf(steps: number, nowMs: number): Rtf | null {
    if (this.#fixed === null || this.#perStep === null) return null;
    const ageSeconds = Math.max(0, nowMs - this.#heardAtMs) / 1000;
    const belief = this.#formant.relief * 0.5 ** (ageSeconds / HALF_LIFE_SECONDS);
    return {
      fast: belief * (this.#fixed.fast + steps * this.#perStep.fast),
      slow: belief * (this.#fixed.slow + steps * this.#perStep.slow),
    };
  }

  /** An utterance was spoken. */
  heard(result: SynthesisResult, nowMs: number): void {
    const audioSeconds = result.samples / result.sampleRate;
    if (!(audioSeconds >= LEAST_AUDIO_SECONDS)) return;
    const { totalMs, flowMs, steps } = result.stages;
    const computeSeconds = totalMs / 1000;
    if (result.fallback !== null && CHEAP_RUNGS.includes(result.fallback)) {
      const wastedSeconds = wastedOn(result, audioSeconds);
      if (wastedSeconds !== null) {
        this.#add({ audioSeconds, computeSeconds: wastedSeconds, stepSeconds: 0, steps }, nowMs);
      }
      if (result.fallback === 'formant') this.#formant.heard(computeSeconds / audioSeconds);
      return;
    }
    const stepSeconds = steps > 0 ? flowMs / 1000 / steps : 0;
    this.#add({ audioSeconds, computeSeconds, stepSeconds, steps }, nowMs);
  }

  /** The voice was loaded anew, or is another: what was measured is not true of it. */
  forget(): void {
    this.#fixed = null;
    this.#perStep = null;
    this.#warmth = 'cold';
  }

  #add(cost: Cost, nowMs: number): void {
    this.#formant.mark();
    const fastShare = this.#warmth === 'cold' ? COLD_SHARE : 1;
    const elapsedSeconds = (nowMs - this.#heardAtMs) / 1000;
    // What the cold clause said is forgotten at once.
    const seconds =
      this.#warmth === 'warming'
        ? Infinity
        : Math.max(cost.audioSeconds, cost.computeSeconds, elapsedSeconds);
    const fixedSeconds = cost.computeSeconds - cost.steps * cost.stepSeconds;
    const rtfOf = (part: number) => {
      const slow = part / cost.audioSeconds;
      return { fast: slow * fastShare, slow: Math.min(slow, MOST_SLOW_RTF) };
    };
    this.#fixed = averaged(this.#fixed, rtfOf(fixedSeconds), seconds);
    this.#perStep = averaged(this.#perStep, rtfOf(cost.stepSeconds), seconds);
    this.#warmth = this.#warmth === 'cold' ? 'warming' : 'warm';
    this.#heardAtMs = nowMs;
  }
}

interface Cost {
  readonly audioSeconds: number;
  readonly computeSeconds: number;
  /** One flow step of it. */
  readonly stepSeconds: number;
  readonly steps: number;
}

/** What the voice was given before it was called off for being late: it would have needed more. */
function wastedOn({ error }: SynthesisResult, audioSeconds: number): number | null {
  if (error === null || error.detail.kind !== 'timeout') return null;
  return Math.max(error.detail.ms / 1000, audioSeconds);
}

/** @param seconds How long what is added lasted: old values fade by that, however many were heard. */
function averaged(before: Rtf | null, heard: Rtf, seconds: number): Rtf {
  if (before === null) return heard;
  return {
    fast: heard.fast + (before.fast - heard.fast) * Math.exp(-seconds / FAST_SECONDS),
    slow: heard.slow + (before.slow - heard.slow) * Math.exp(-seconds / SLOW_SECONDS),
  };
}
