// Runs exported graphs with ONNX Runtime: evidence that they say what PyTorch says, and how fast.
// Usage: node run_graphs.mjs <request.json>. The request lists jobs {graph, feeds, repeat}; a feed is
// {type, dims, data}. Answers with one JSON array of {outputs: {name: {dims, data}}, ms}.
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const ARRAYS = { float32: Float32Array, int32: Int32Array };
const OPTIONS = { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all' };

async function answer({ graph, feeds, repeat = 1 }) {
  const session = await InferenceSession.create(graph, OPTIONS);
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([name, { type, dims, data }]) => [
      name,
      new Tensor(type, ARRAYS[type].from(data), dims),
    ]),
  );
  let results = await session.run(tensors);
  const times = [];
  for (let turn = 0; turn < repeat; turn += 1) {
    const started = performance.now();
    results = await session.run(tensors);
    times.push(performance.now() - started);
  }
  const outputs = Object.fromEntries(
    Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: [...data] }]),
  );
  return { outputs, ms: Math.min(...times) };
}

const answers = [];
for (const job of JSON.parse(readFileSync(process.argv[2], 'utf8'))) answers.push(await answer(job));
console.log(JSON.stringify(answers));
