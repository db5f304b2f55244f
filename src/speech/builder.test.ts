import { describe, expect, it } from 'vitest';
import { settingsFor } from './builder';
import { fakeVoice } from './fakes';
import { PRESETS, presetOptions, type PresetName } from './presets';

describe('settingsFor', () => {
  it('starts from the voice’s own defaults', () => {
    const { synthesis } = settingsFor(fakeVoice).build();
    expect(synthesis).toMatchObject({ steps: 4, temperature: 0.5, pace: 1 });
  });

  it('is fluent, and each step leaves the former untouched', () => {
    const base = settingsFor(fakeVoice).preset('lowLatency');
    const built = base
      .backend('wasm')
      .seed(7)
      .pace(1.2)
      .memoryLimit(512 * 2 ** 20)
      .build();
    expect(built).toMatchObject({
      backend: 'wasm',
      memoryLimitBytes: 512 * 2 ** 20,
      synthesis: { seed: 7, pace: 1.2, steps: 2, maxFramesPerChunk: 200 },
    });
    expect(base.build()).toMatchObject({ backend: 'auto', memoryLimitBytes: null });
  });

  it.each([
    ['steps', () => settingsFor(fakeVoice).steps(0)],
    ['steps', () => settingsFor(fakeVoice).steps(2.5)],
    ['temperature', () => settingsFor(fakeVoice).temperature(Number.NaN)],
    ['pace', () => settingsFor(fakeVoice).pace(10)],
    ['memoryLimit', () => settingsFor(fakeVoice).memoryLimit(1)],
  ])('says which field is wrong: %s', (field, build) => {
    expect(build).toThrow(expect.objectContaining({ detail: { kind: 'validation', field } }));
  });

  it('scales every preset to a distilled voice, in order of quality', () => {
    const names = Object.keys(PRESETS) as PresetName[];
    const steps = names.map((name) => presetOptions(name, fakeVoice).steps);
    expect(Object.fromEntries(names.map((name, i) => [name, steps[i]]))).toEqual({
      highQuality: 20,
      fast: 4,
      streaming: 6,
      lowLatency: 2,
    });
  });
});
