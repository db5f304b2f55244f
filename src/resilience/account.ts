import type { SottoError } from '../base/errors';
import type { Rung } from '../contracts/resilience';
import type { StageTimings, SynthesisResult } from '../contracts/speech';
import type { Utterance } from '../contracts/text';

const NOTHING: StageTimings = {
  textMs: 0,
  encodeMs: 0,
  flowMs: 0,
  vocodeMs: 0,
  totalMs: 0,
  frames: 0,
  tokens: 0,
  steps: 0,
};

/** Adds up what the pieces of one utterance took. */
export class Account {
  readonly #utterance: Utterance;
  #stages = NOTHING;
  #seconds = 0;
  #last: SynthesisResult | null = null;
  #error: SottoError | null = null;

  constructor(utterance: Utterance) {
    this.#utterance = utterance;
  }

  /** The first failure is the reason for all that follows. */
  failed(error: SottoError): void {
    this.#error ??= error;
  }

  add(result: SynthesisResult): void {
    this.#seconds += result.samples / result.sampleRate;
    this.#last = result;
    const { stages } = result;
    const sum = this.#stages;
    this.#stages = {
      textMs: sum.textMs + stages.textMs,
      encodeMs: sum.encodeMs + stages.encodeMs,
      flowMs: sum.flowMs + stages.flowMs,
      vocodeMs: sum.vocodeMs + stages.vocodeMs,
      totalMs: sum.totalMs + stages.totalMs,
      frames: sum.frames + stages.frames,
      tokens: sum.tokens + stages.tokens,
      steps: stages.steps,
    };
  }

  result(rung: Rung): SynthesisResult {
    const sampleRate = this.#last?.sampleRate ?? 24_000;
    return {
      utteranceId: this.#utterance.id,
      sampleRate,
      samples: Math.round(this.#seconds * sampleRate),
      stages: this.#stages,
      fallback: rung === 'chosen' ? null : rung,
      error: this.#error,
      timestamp: this.#last?.timestamp ?? 0,
    };
  }
}
