/** The same graphs under native onnxruntime-node, one thread: the ceiling that a browser is measured against. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../tools/lib.mjs';

const VOICE = join(repositoryRoot, 'public/voices/kathleen-v0');
const RUNS = 5;

/**
 * @param {{ frames: number, tokens: number, steps: number }} shape Of one utterance.
 * @returns {Promise<{ encodeMs: number, flowMs: number, vocodeMs: number, totalMs: number, rtf: number }>}
 *   Medians for one utterance; without the inverse STFT, which is not in the graph.
 */
export async function measureNative({ frames, tokens, steps }) {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const { hopSamples, melBins, sampleRate } = JSON.parse(
    readFileSync(join(VOICE, 'voice.json'), 'utf8'),
  );
  const even = frames + (frames % 2);
  const noise = (dims) => {
    const length = dims.reduce((product, size) => product * size, 1);
    return new Tensor(
      'float32',
      Float32Array.from({ length }, () => Math.random() - 0.5),
      dims,
    );
  };
  const ids = BigInt64Array.from({ length: tokens }, (_, i) => BigInt(1 + (i % 40)));
  const feeds = {
    encoder: { ids: new Tensor('int64', ids, [1, tokens]) },
    flow: { x: noise([1, even, melBins]), mu: noise([1, even, melBins]), t: noise([1]) },
    vocoder: { mel: noise([1, even, melBins]) },
  };
  const medians = {};
  for (const [name, feed] of Object.entries(feeds)) {
    const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
    const session = await InferenceSession.create(join(VOICE, `${name}.onnx`), options);
    await session.run(feed);
    const times = [];
    for (let run = 0; run < RUNS; run++) {
      const startedAt = performance.now();
      await session.run(feed);
      times.push(performance.now() - startedAt);
    }
    medians[name] = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
    await session.release();
  }
  const flowMs = medians.flow * steps;
  const totalMs = medians.encoder + flowMs + medians.vocoder;
  const audioMs = (even * hopSamples * 1000) / sampleRate;
  return {
    encodeMs: medians.encoder,
    flowMs,
    vocodeMs: medians.vocoder,
    totalMs,
    rtf: totalMs / audioMs,
  };
}
