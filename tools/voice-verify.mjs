// Checks rebuilt graphs against the exported ones they came from, on the same inputs.
// Usage: node tools/voice-verify.mjs <folder of exported graphs> <folder of rebuilt graphs>
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const MAX_RELATIVE_ERROR = 1e-3;
const FRAMES = 32;
const BINS = 100;
const HOP = 256;
const FFT = 1024;

const [exported, rebuilt] = process.argv.slice(2);
let state = 1;
const uniform = () => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1;
const floats = (...dims) => {
  const size = dims.reduce((a, b) => a * b);
  return new Tensor('float32', Float32Array.from({ length: size }, uniform), dims);
};
const ids = BigInt64Array.from({ length: 40 }, (_, i) => BigInt(1 + ((i * 7) % 48)));

async function run(folder, name, inputs) {
  const session = await InferenceSession.create(join(folder, `${name}.onnx`));
  return session.run(inputs);
}

/** The plain sum that the worker's FFT stands for. */
function waveOf(spectrum) {
  const bins = FFT / 2 + 1;
  const wave = new Float64Array((FRAMES - 1) * HOP + FFT);
  const envelope = new Float64Array(wave.length);
  for (let frame = 0; frame < FRAMES; frame++) {
    const row = spectrum.subarray(frame * 2 * bins, (frame + 1) * 2 * bins);
    for (let n = 0; n < FFT; n++) {
      const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / FFT);
      let sum = 0;
      for (let k = 0; k < bins; k++) {
        const twice = k === 0 || k === bins - 1 ? 1 : 2;
        const magnitude = Math.min(100, Math.exp(row[k]));
        const angle = (2 * Math.PI * k * n) / FFT;
        const phase = row[bins + k];
        const imaginary = twice === 1 ? 0 : Math.sin(phase) * Math.sin(angle);
        sum += twice * magnitude * (Math.cos(phase) * Math.cos(angle) - imaginary);
      }
      wave[frame * HOP + n] += (sum / FFT) * window;
      envelope[frame * HOP + n] += window ** 2;
    }
  }
  return wave.map((sample, i) => sample / (envelope[i] + 1e-8)).slice(FFT / 2, -FFT / 2);
}

let failed = 0;
function compare(what, expected, actual) {
  let difference = 0;
  let power = 0;
  expected.forEach((value, i) => {
    difference += (value - actual[i]) ** 2;
    power += value ** 2;
  });
  const error = Math.sqrt(difference / power);
  const isFine = expected.length === actual.length && error <= MAX_RELATIVE_ERROR;
  if (!isFine) failed++;
  console.log(`${isFine ? 'ok' : 'NOT EQUAL'} ${what} relative error ${error.toExponential(1)}`);
}

const inputs = {
  encoder: { ids: new Tensor('int64', ids, [1, ids.length]) },
  flow: {
    x: floats(1, FRAMES, BINS),
    mu: floats(1, FRAMES, BINS),
    t: new Tensor('float32', [0.25], [1]),
  },
  vocoder: { mel: floats(1, FRAMES, BINS) },
};
for (const [name, outputs] of [
  ['encoder', ['mu', 'log_duration']],
  ['flow', ['v']],
]) {
  const before = await run(exported, name, inputs[name]);
  const after = await run(rebuilt, name, inputs[name]);
  for (const output of outputs)
    compare(`${name}.${output}`, before[output].data, after[output].data);
}
const { wav } = await run(exported, 'vocoder', inputs.vocoder);
const { spectrum } = await run(rebuilt, 'vocoder', inputs.vocoder);
compare('vocoder.wav', wav.data, waveOf(spectrum.data));
process.exitCode = failed === 0 ? 0 : 1;
