// Lines of {language, text} on standard input, one JSON string of IPA a line on standard output: what
// the product's own plan makes of each text. Its clauses are joined: training is on whole sentences.
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import create from '@echogarden/espeak-ng-emscripten';
import { createServer } from 'vite';
import { packEspeak } from '../tools/espeak-pack.mjs';

/** Vite compiles the product's TypeScript for Node; it stays open, as modules may be imported late. */
async function loadProduct(...modules) {
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

const { loadEspeak, planBlock, NEUTRAL_STYLE } = await loadProduct(
  '/workers/espeak/espeak.ts',
  '/src/text/plan.ts',
  '/src/text/styles.ts',
);
const pack = new Uint8Array(await packEspeak()).buffer;
const espeak = await loadEspeak({ create, pack });

function phonemise({ language, text }) {
  const span = { start: 0, end: text.length };
  const block = { runs: [{ kind: 'text', text, span, style: NEUTRAL_STYLE }], span };
  const utterances = planBlock(block, { language, lexicon: [], shortStart: false }, espeak);
  return utterances.map(({ phonemes }) => phonemes).join(' ');
}

for await (const line of createInterface({ input: process.stdin }))
  if (line.trim()) console.log(JSON.stringify(phonemise(JSON.parse(line))));
process.exit(0);
