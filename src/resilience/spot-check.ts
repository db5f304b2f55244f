/** Now and then the CPU speaks what the GPU spoke: a GPU may compute wrong numbers without any error. */
import { compareSpeech } from '../audio/compare';
import { SpotChecks } from '../audio/spot-checks';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import type { PcmChunk, SynthesisOptions, Synthesizer } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { RungKeeper } from './rung-keeper';

/** A second engine takes a second to load: not in the same breath as what is being listened to. */
const DELAY_MS = 3000;

export interface SpotCheckDeps {
  readonly rungs: RungKeeper;
  readonly clock: Clock;
  readonly onDifference: (error: SottoError) => void;
  /** How they differ, or null. */
  readonly compare?: (suspect: PcmChunk, trusted: PcmChunk) => string | null;
}

export class SpotCheck {
  readonly #deps: SpotCheckDeps;
  readonly #due = new SpotChecks();
  #isBusy = false;

  constructor(deps: SpotCheckDeps) {
    this.#deps = deps;
  }

  /** Told of every utterance that the chosen rung spoke in one piece. */
  heard(utterance: Utterance, options: SynthesisOptions, chunk: PcmChunk): void {
    const { rungs, clock } = this.#deps;
    if (rungs.info('chosen')?.backend !== 'webgpu' || !rungs.has('wasm')) return;
    if (!this.#due.isDue(secondsOf(chunk)) || this.#isBusy) return;
    this.#isBusy = true;
    const generation = rungs.generation('chosen');
    clock.after(DELAY_MS, () => {
      void this.#check(utterance, options, chunk, generation).finally(() => (this.#isBusy = false));
    });
  }

  async #check(
    utterance: Utterance,
    options: SynthesisOptions,
    suspect: PcmChunk,
    generation: number,
  ): Promise<void> {
    const { rungs, onDifference, compare = differenceOf } = this.#deps;
    if (rungs.generation('chosen') !== generation) return;
    const trusted = await soundOf(rungs.synthesizer('wasm'), utterance, options).catch(() => null);
    // Its memory was lent for this alone, unless it speaks by now.
    const isChosenUp = rungs.state('chosen').kind === 'up';
    if (isChosenUp) rungs.release('wasm');
    if (trusted === null || !isChosenUp || rungs.generation('chosen') !== generation) return;
    const difference = compare(suspect, trusted);
    if (difference === null) this.#due.agreed(secondsOf(suspect));
    else onDifference(disagrees(difference));
  }
}

const secondsOf = ({ pcm, sampleRate }: PcmChunk) => pcm.length / sampleRate;

async function soundOf(
  synthesizer: Synthesizer,
  utterance: Utterance,
  options: SynthesisOptions,
): Promise<PcmChunk | null> {
  for await (const chunk of synthesizer.synthesize(utterance, options)) return chunk;
  return null;
}

function differenceOf(suspect: PcmChunk, trusted: PcmChunk): string | null {
  const agreement = compareSpeech(suspect, trusted);
  return agreement.kind === 'agrees' ? null : agreement.by;
}

function disagrees(difference: string): SottoError {
  return new SottoError(
    'The graphics processor computes something else than the processor does.',
    { kind: 'device', type: 'gpuUnusable' },
    {
      operation: 'compare',
      component: 'ladder',
      suggestion: 'Speaking goes on with the processor; updating the graphics driver may help.',
      cause: new Error(difference),
    },
  );
}
