/** Where the time goes: by stage, backend, thread count and steps, with the native ceiling beside it. */
import { withPage, withProfile } from './app.mjs';
import { measureNative } from './native.mjs';
import { textOf } from './text.mjs';

const CHARACTERS = 600;
const REPEATS = 3;
const WASM_CASES = [1, 2].flatMap((threads) => [1, 2, 4, 8].map((steps) => ({ threads, steps })));

/** @param {{ url: string, quick: boolean }} options */
export async function measureStages({ url, quick }) {
  const cases = quick ? WASM_CASES.filter(({ steps }) => steps === 4) : WASM_CASES;
  const rows = await withProfile(async (profile) => {
    const measured = [];
    for (const { threads, steps } of cases) {
      const request = { text: textOf(CHARACTERS), backend: 'wasm', threads, steps };
      measured.push(await labStages(profile, url, { ...request, repeats: quick ? 1 : REPEATS }));
      // The ceiling is measured right beside the row it belongs to: these machines are noisy.
      const { frames, utterances } = measured.at(-1);
      const shape = { frames: Math.round(frames / utterances), tokens: 60, steps };
      const native = await measureNative(shape);
      measured[measured.length - 1] = { ...measured.at(-1), native };
    }
    return measured;
  });
  const graphics = quick ? null : await measureGraphics(url);
  return { wasm: rows, webgpu: graphics };
}

/** A software adapter is all there is without a graphics card: a few words show that it is right. */
async function measureGraphics(url) {
  const request = { text: 'Hello.', backend: 'webgpu', steps: 1, repeats: 1 };
  return withProfile((profile) => labStages(profile, url, request, { webgpu: true }));
}

function labStages(profile, url, request, options = {}) {
  return withPage(
    profile,
    `${url}lab.html`,
    async (page) => {
      await page.waitForFunction(() => window.sottoLab !== undefined);
      return page.evaluate((asked) => window.sottoLab.stages(asked), {
        ...request,
        isSteady: true,
      });
    },
    options,
  );
}
