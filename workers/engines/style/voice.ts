/** What an engine of StyleTTS 2 models says of the voice it has loaded; `speak.ts` does the rest. */
import type { SynthesisOptions } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { StyleShare } from './blend';
import type { StyleGraph } from './graph';
import type { Encoded, PieceLimits } from './pieces';
import type { StyleTable } from './table';

export interface StyleVoice {
  /** The engine's name in the registry. */
  readonly name: string;
  readonly sampleRate: number;
  readonly graph: StyleGraph;
  readonly style: StyleTable;
  readonly limits: PieceLimits;
  /** The voice's own pace; 1 is the model's. */
  readonly speed: number;
  /** Samples in a frame of the durations; null: as the sound's own length has it. */
  readonly frameSamples: number | null;
  /** Samples at the end of a piece that are no speech: cut, as far as no word reaches into them. */
  readonly tailSamples: number;
  encode(utterance: Utterance): Encoded;
  /** Ids that the model wants around a piece. */
  around(ids: readonly number[]): {
    readonly before: readonly number[];
    readonly after: readonly number[];
  };
  /** The row of the style table for a piece. */
  row(symbols: number, characters: number): number;
  /** The other voices of a blend. Rejects with a SottoError that names a voice which is not here. */
  shares(blend: SynthesisOptions['blend']): Promise<readonly StyleShare[]>;
}
