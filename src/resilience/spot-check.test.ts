import { expect, it } from 'vitest';
import type { SottoError } from '../base/errors';
import { OPTIONS, scriptedVoice, utteranceOf } from './fakes';
import { fakeTime } from './fake-time';
import { RungKeeper } from './rung-keeper';
import { SpotCheck } from './spot-check';

async function checked(backend: 'webgpu' | 'wasm', difference: string | null, utterances = 10) {
  const time = fakeTime();
  const chosen = scriptedVoice('chosen', backend);
  const wasm = scriptedVoice('wasm');
  const rungs = new RungKeeper({ chosen: () => chosen, wasm: () => wasm }, () => {});
  const errors: SottoError[] = [];
  const onDifference = (error: SottoError) => errors.push(error);
  const check = new SpotCheck({ rungs, clock: time, onDifference, compare: () => difference });
  const utterance = utteranceOf('one two');
  for (let n = 0; n < utterances; n++) {
    const spoken = rungs.synthesizer('chosen').synthesize(utterance, OPTIONS);
    for await (const chunk of spoken) check.heard(utterance, OPTIONS, chunk);
  }
  await time.advance(10_000);
  return { errors, wasm };
}

it('lets the CPU speak the same once in a while, and gives its memory back', async () => {
  const { errors, wasm } = await checked('webgpu', null);
  expect(wasm.asked.map(({ options }) => options)).toEqual([OPTIONS]);
  expect(wasm.disposals).toBe(1);
  expect(errors).toEqual([]);
});

it('tells when they differ', async () => {
  const { errors } = await checked('webgpu', 'hiss');
  expect(errors).toMatchObject([{ detail: { kind: 'device', type: 'gpuUnusable' } }]);
});

it('has nothing to check on the CPU', async () => {
  expect((await checked('wasm', 'hiss', 400)).wasm.asked).toEqual([]);
});
