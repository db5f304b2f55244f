// The product's own TypeScript in Node, compiled by Vite: what is trained and judged is what will be used.
import { fileURLToPath } from 'node:url';
import create from '@echogarden/espeak-ng-emscripten';
import { createServer } from 'vite';
import { packEspeak } from '../tools/espeak-pack.mjs';

/** The exports of all `modules` together; it stays open, as modules may be imported late. */
export async function loadProduct(...modules) {
  const server = await createServer({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  const loaded = await Promise.all(modules.map((module) => server.ssrLoadModule(module)));
  return Object.assign({}, ...loaded);
}

/** Text to the utterances that the product would speak, in whole clauses. */
export async function planner() {
  const { loadEspeak, planBlock, NEUTRAL_STYLE } = await loadProduct(
    '/workers/espeak/espeak.ts',
    '/src/text/plan.ts',
    '/src/text/styles.ts',
  );
  const pack = new Uint8Array(await packEspeak()).buffer;
  const espeak = await loadEspeak({ create, pack });
  return (text, language) => {
    const span = { start: 0, end: text.length };
    const block = { runs: [{ kind: 'text', text, span, style: NEUTRAL_STYLE }], span };
    return planBlock(block, { language, lexicon: [], shortStart: false }, espeak);
  };
}
