/** What the engine reads beside the graphs: `tts.json`, `unicode_indexer.json` and a voice's style. */
import * as v from 'valibot';
import type { TensorInput } from '../../ort/session';
import { parseDescription } from '../pieces/description';
import { refusal } from '../pieces/refusal';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(96_000));

const settings = v.object({
  ae: v.object({ sample_rate: count, base_chunk_size: count }),
  ttl: v.object({ latent_dim: count, chunk_compress_factor: count }),
});

export interface SupertonicConfig {
  readonly sampleRate: number;
  /** Samples of one place of the latent. */
  readonly hopSamples: number;
  readonly latentChannels: number;
}

export function parseConfig(bytes: Uint8Array, file: string): SupertonicConfig {
  const { ae, ttl } = parseDescription(bytes, settings, { component: 'supertonic', file });
  return {
    sampleRate: ae.sample_rate,
    hopSamples: ae.base_chunk_size * ttl.chunk_compress_factor,
    latentChannels: ttl.latent_dim * ttl.chunk_compress_factor,
  };
}

/** A number by code point; -1 where the model has none. */
export type UnicodeIndexer = readonly number[];

export function parseIndexer(bytes: Uint8Array, file: string): UnicodeIndexer {
  const schema = v.pipe(
    v.array(v.pipe(v.number(), v.integer())),
    v.minLength(1),
    v.maxLength(0x110000),
  );
  return parseDescription(bytes, schema, { component: 'supertonic', file });
}

const values = v.object({
  data: v.array(v.unknown()),
  dims: v.pipe(v.array(count), v.length(3)),
});
const style = v.object({ style_ttl: values, style_dp: values });

/** Who speaks: for the text and the latent, and for the durations. */
export interface SupertonicStyle {
  readonly ttl: TensorInput;
  readonly dp: TensorInput;
}

export function parseStyle(bytes: Uint8Array, file: string): SupertonicStyle {
  const parsed = parseDescription(bytes, style, { component: 'supertonic', file });
  return { ttl: tensorOf(parsed.style_ttl, file), dp: tensorOf(parsed.style_dp, file) };
}

function tensorOf({ data, dims }: v.InferOutput<typeof values>, file: string): TensorInput {
  const flat = data.flat(Infinity);
  const length = dims.reduce((product, size) => product * size, 1);
  if (dims[0] === 1 && flat.length === length && flat.every(Number.isFinite)) {
    return { data: Float32Array.from(flat as number[]), dims };
  }
  throw refusal(`${file} has ${flat.length} values where [${dims.join(', ')}] are said to be.`, {
    component: 'supertonic',
    file,
  });
}
