// Makes every generated file that the build, the dev server and the tests need. Quick and idempotent.
import { pathToFileURL } from 'node:url';
import { ensureEspeakPack } from './espeak-pack.mjs';

async function ensureAssets() {
  await ensureEspeakPack();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureAssets();
