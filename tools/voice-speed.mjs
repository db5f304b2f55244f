/**
 * The graphs of several voices on one WebAssembly thread, in turns. What is counted is processor time,
 * which other work on the machine hardly changes. The inverse Fourier transform is not in the graphs.
 *
 *   node tools/voice-speed.mjs [--rounds 7] public/voices/kathleen-v0@4 public/voices/sotto-1@2
 *
 * Prints for each folder@steps the least milliseconds per second of sound, by graph, and the ratio of
 * its total to the first one's.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-web/wasm';

const FRAMES = 384;
const TOKENS = 60;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' } },
});
if (positionals.length === 0)
  throw new Error('Name folders and steps, e.g. training/work/voice@2.');
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

const floats = (...dims) => {
  const length = dims.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7));
  return new ort.Tensor('float32', data, dims);
};
const ids = (kind, Array) =>
  new ort.Tensor(
    kind,
    Array.from({ length: TOKENS }, (_, i) =>
      kind === 'int64' ? BigInt(1 + (i % 40)) : 1 + (i % 40),
    ),
    [1, TOKENS],
  );

/** Everything either format's graphs ask for; each takes what it knows. */
function feedsFor(session, { format, melBins, languages, speakers }) {
  const wide = (rows) => floats(1, Object.values(rows ?? { none: [0] })[0].length);
  const all = {
    ids: format === 2 ? ids('int32', Int32Array) : ids('int64', BigInt64Array),
    language: wide(languages),
    speaker: wide(speakers),
    x: floats(1, FRAMES, melBins),
    mu: floats(1, FRAMES, melBins),
    mel: floats(1, FRAMES, melBins),
    pitch: floats(1, FRAMES),
    t: floats(1),
    step: floats(1),
  };
  return Object.fromEntries(session.inputNames.map((name) => [name, all[name]]));
}

async function open(folder, name, manifest) {
  const bytes = readFileSync(join(folder, `${name}.onnx`));
  const session = await ort.InferenceSession.create(bytes, { graphOptimizationLevel: 'basic' });
  return { name, session, feeds: feedsFor(session, manifest), leastMs: Infinity };
}

async function openVoice(argument) {
  const [folder, steps] = argument.split('@');
  const manifest = JSON.parse(readFileSync(join(folder, 'voice.json'), 'utf8'));
  const graphs = [];
  for (const name of ['encoder', 'flow', 'vocoder'])
    graphs.push(await open(folder, name, manifest));
  const seconds = (FRAMES * manifest.hopSamples) / manifest.sampleRate;
  return { argument, steps: Number(steps), graphs, seconds };
}

async function measure({ session, feeds }) {
  const before = process.cpuUsage();
  await session.run(feeds);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const voices = [];
for (const argument of positionals) voices.push(await openVoice(argument));
const graphs = voices.flatMap((voice) => voice.graphs);
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const graph of graphs) {
    const ms = await measure(graph);
    // The first run also makes ready.
    if (round > 0) graph.leastMs = Math.min(graph.leastMs, ms);
  }
}
const totals = voices.map(({ argument, steps, graphs, seconds }) => {
  const [encoder, flow, vocoder] = graphs.map(({ leastMs }) => leastMs / seconds);
  const total = encoder + steps * flow + vocoder;
  const parts = { encoder, [`flow ${steps} x`]: flow, vocoder, total };
  const told = Object.entries(parts).map(([part, ms]) => `${part} ${ms.toFixed(1)}`);
  return { argument, told: told.join(', '), total };
});
for (const { argument, told, total } of totals) {
  console.log(`${argument}: ${told}; ${(total / totals[0].total).toFixed(2)}`);
}
process.exit(0);
