/**
 * `npm run say -- --text "Hello" --out hello.wav`: speaks through the built app in headless Chromium
 * and prints how it went as JSON. The door for measurements.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchChromium } from './browser.mjs';
import { isMain } from './lib.mjs';
import { build, install, packAssets, requireNode } from './prepare.mjs';
import { serve } from './serve.mjs';

const USAGE = `npm run say -- --text "Hello" | --file book.txt  [--out hello.wav] [--ssml]
  [--voice ID] [--language en|de|nl] [--backend auto|wasm|webgpu] [--threads N]
  [--steps N] [--temperature X] [--pace X] [--seed N]`;

const BACKENDS = ['auto', 'wasm', 'webgpu'];

/** @param {readonly string[]} args */
function parseSayArguments(args) {
  const text = { type: /** @type {const} */ ('string') };
  const { values } = parseArgs({
    args: [...args],
    options: {
      text,
      file: text,
      out: text,
      voice: text,
      language: text,
      backend: text,
      threads: text,
      steps: text,
      temperature: text,
      pace: text,
      seed: text,
      ssml: { type: 'boolean', default: false },
    },
  });
  if ((values.text === undefined) === (values.file === undefined)) {
    throw new Error(`Say what: either --text or --file.\n${USAGE}`);
  }
  if (values.backend !== undefined && !BACKENDS.includes(values.backend)) {
    throw new Error(`--backend is one of ${BACKENDS.join(', ')}.\n${USAGE}`);
  }
  const number = (name) => {
    if (values[name] === undefined) return {};
    const value = Number(values[name]);
    if (!Number.isFinite(value)) throw new Error(`--${name} takes a number.\n${USAGE}`);
    return { [name]: value };
  };
  const word = (name) => (values[name] === undefined ? {} : { [name]: values[name] });
  const request = {
    text: values.text ?? readFileSync(/** @type {string} */ (values.file), 'utf8'),
    format: values.ssml ? 'ssml' : 'plain',
    ...word('voice'),
    ...word('language'),
    ...word('backend'),
    ...number('threads'),
    ...number('steps'),
    ...number('temperature'),
    ...number('pace'),
    ...number('seed'),
  };
  return { request, out: values.out ?? null };
}

async function main(args) {
  const { request, out } = parseSayArguments(args);
  requireNode();
  await install();
  await packAssets();
  await build();
  const served = await serve({ port: 0 });
  const browser = await launchChromium({ webgpu: request.backend === 'webgpu' });
  try {
    const page = await browser.newPage();
    await page.goto(`${served.url}lab.html`);
    await page.waitForFunction(() => window.sottoLab !== undefined);
    const download = page.waitForEvent('download', { timeout: 0 });
    const report = await page.evaluate((asked) => window.sottoLab.say(asked), request);
    if (out !== null) await (await download).saveAs(out);
    console.log(JSON.stringify({ ...report, out }, null, 2));
  } finally {
    await browser.close();
    await served.close();
  }
}

if (isMain(import.meta.url)) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
