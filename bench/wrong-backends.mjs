/** Which layer of the defence finds a backend that computes wrong numbers: self-test, guard or comparison. */
import { isAudible } from './distortion.mjs';
import { product, seeded } from './product.mjs';
import { FAULTS, faulty } from './wrong-numbers.mjs';

const never = new AbortController().signal;

/**
 * The engine itself, under onnxruntime-node, with the faults between it and the runtime.
 *
 * @param {readonly import('../src/contracts/text').Utterance[]} utterances
 * @param {import('../src/audio/thresholds').InspectionLimits} limits
 */
export async function measureWrongNumbers(utterances, limits) {
  const parts = {
    ...(await product('workers/engines/testing.ts')),
    ...(await product('workers/engines/flow/flow.ts')),
    ...(await product('src/audio/compare.ts')),
    ...(await product('src/audio/inspect.ts')),
    selfTest: (await product('workers/ort/self-test.ts')).compare,
    utterances,
    limits,
  };
  const { provider } = await parts.nodeDeps();
  const right = await speakWith(parts, provider, {});
  const rows = [];
  for (const [name, fault] of Object.entries(FAULTS)) {
    const wrong = await speakWith(parts, faulty(provider, fault, seeded(11)), {});
    rows.push({ name, like: fault.like, ...verdicts(parts, wrong, right) });
  }
  const rounded = await speakWith(parts, faulty(provider, ROUNDED, seeded(12)), {});
  return {
    faults: rows,
    harmless: { name: 'all outputs rounded to float16', ...verdicts(parts, rounded, right) },
  };
}

/** What a right backend of half the precision would do: to be let pass. */
const ROUNDED = {
  graph: '',
  like: 'float16',
  spoil: ({ values }) => values.forEach((value, i) => (values[i] = roundToHalf(value))),
};

function roundToHalf(value) {
  if (value === 0) return 0;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const step = 2 ** (exponent - 10);
  return Math.round(value / step) * step;
}

async function speakWith(parts, provider, change) {
  const engine = await parts.loadFlowEngine({ ...(await parts.nodeDeps()), provider });
  const tested = await engine.selfTest();
  const outputs = [];
  for (const utterance of parts.utterances) {
    outputs.push(await synthesizeOrNull(engine, utterance, { ...parts.OPTIONS, ...change }));
  }
  await engine.release();
  return { tested, outputs };
}

/** Null: the engine itself refuses what its model made, before there is a sound. */
async function synthesizeOrNull(engine, utterance, options) {
  try {
    return await engine.synthesize(utterance, options, never);
  } catch (thrown) {
    if (thrown.detail?.kind !== 'audio') throw thrown;
    return null;
  }
}

function verdicts({ selfTest, inspectChunk, compareSpeech, limits }, wrong, right) {
  const counts = {
    chunks: 0,
    audible: 0,
    inspected: 0,
    compared: 0,
    audibleCompared: 0,
    audibleInspected: 0,
  };
  wrong.outputs.forEach((output, i) => {
    counts.chunks++;
    if (output === null) {
      // It would have been noise: refused, and so never compared.
      for (const name of ['audible', 'inspected', 'audibleInspected', 'audibleCompared']) {
        counts[name]++;
      }
      return;
    }
    const { chunk, predictedSamples } = output;
    const good = right.outputs[i].chunk;
    const audible = isAudible(chunk.pcm, good.pcm, good.sampleRate);
    const expected = { maxSamples: predictedSamples };
    const isRefused = inspectChunk(chunk, expected, limits) !== null;
    const differs = compareSpeech(chunk, good).kind === 'differs';
    counts.audible += audible;
    counts.inspected += isRefused;
    counts.compared += differs;
    counts.audibleInspected += audible && isRefused;
    counts.audibleCompared += audible && (differs || isRefused);
  });
  return { selfTest: selfTest(wrong.tested, right.tested).kind, ...counts };
}
