import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/base/random';
import type { EngineDeps } from '../engine';
import { nodeDeps, OPTIONS, SENTENCE, utteranceOf } from '../testing';
import { loadFlowEngine } from './flow';
import { roughness } from './mel-shape';

const never = new AbortController().signal;
const SPOKEN = ['jˈɛs.', 'sˈɪkstisˈɪks ʃˈɛlz.', 'mˈaɪ nˈeɪm.', SENTENCE];

/** The bundled voice; the `at`-th run of the named graph gives noise as loud as the right numbers. */
function withNoise(deps: EngineDeps, graph: string, at: number): EngineDeps {
  let runs = 0;
  const createSession: EngineDeps['provider']['createSession'] = async (bytes, name) => {
    const session = await deps.provider.createSession(bytes, name);
    const run: typeof session.run = async (inputs) => {
      const outputs = await session.run(inputs);
      if (!name.startsWith(graph) || runs++ !== at) return outputs;
      const random = seededRandom(5);
      const noise = (values: Float32Array) => {
        const scale = Math.sqrt(values.reduce((sum, one) => sum + one * one, 0) / values.length);
        return values.map(() => scale * random.gaussian());
      };
      return Object.fromEntries(Object.entries(outputs).map(([key, one]) => [key, noise(one)]));
    };
    return { ...session, run, release: () => session.release() };
  };
  return { ...deps, provider: { ...deps.provider, createSession } };
}

describe('the roughness of a spectrogram', () => {
  it('is 6 for white noise and little for what is smooth', () => {
    const { gaussian } = seededRandom(1);
    const noise = Float32Array.from({ length: 10_000 }, () => gaussian());
    expect(roughness(noise, 100)).toBeGreaterThan(5.5);
    const smooth = Float32Array.from({ length: 10_000 }, (_, at) => Math.sin((at % 100) / 8));
    expect(roughness(smooth, 100)).toBeLessThan(0.01);
    expect(roughness(new Float32Array(100), 100)).toBe(0);
  });
});

describe('the bundled voice', () => {
  let deps: EngineDeps;
  beforeAll(async () => {
    deps = await nodeDeps();
  });

  it('is speech at any heat and number of steps', async () => {
    const engine = await loadFlowEngine(deps);
    for (const phonemes of SPOKEN) {
      for (const steps of [1, 4, 8]) {
        for (const temperature of [0, 0.667, 1, 1.5]) {
          const options = { ...OPTIONS, steps, temperature };
          await engine.synthesize(utteranceOf(phonemes), options, never);
        }
      }
    }
    await engine.release();
  }, 60_000);

  it.each([
    ['encoder', 0],
    ['flow', 3],
  ])('is refused when the %s computes something else', async (graph, at) => {
    const engine = await loadFlowEngine(withNoise(deps, graph, at));
    const spoken = engine.synthesize(utteranceOf(SENTENCE), { ...OPTIONS, steps: 4 }, never);
    await expect(spoken).rejects.toMatchObject({ detail: { defect: 'roughSpectrum' } });
    await engine.release();
  });
});
