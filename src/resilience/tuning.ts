import type { SynthesisOptions } from '../contracts/speech';

const REDUCED_STEPS = 2;
/** About a second of sound: what the vocoder works on at once takes the most memory. */
const SAVING_FRAMES = 96;

/** What recovery took from the quality of the sound, until the pipeline is made anew. */
export class Tuning {
  #reducesSteps = false;
  #savesMemory = false;

  reduceSteps(): void {
    this.#reducesSteps = true;
  }

  saveMemory(): void {
    this.#savesMemory = true;
  }

  reset(): void {
    this.#reducesSteps = false;
    this.#savesMemory = false;
  }

  apply(options: SynthesisOptions): SynthesisOptions {
    const { steps, maxFramesPerChunk } = options;
    return {
      ...options,
      steps: this.#reducesSteps ? Math.min(steps, REDUCED_STEPS) : steps,
      maxFramesPerChunk: this.#savesMemory
        ? Math.min(maxFramesPerChunk || Infinity, SAVING_FRAMES)
        : maxFramesPerChunk,
    };
  }
}
