// Lines of {language, text} on standard input, one JSON string of IPA a line on standard output: by
// the product's own espeak-ng pack. A sentence is cut at its punctuation, because espeak-ng drops it;
// each piece is pronounced by itself and the mark is put back right after its last word.
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { packEspeak } from '../tools/espeak-pack.mjs';

const PIECES = /([^,.;:!?]|[,.;:!?](?=[^\s,.;:!?"'»”)]))+|[,.;:!?]+["'»”)]*/gu;

/** Vite compiles the product's TypeScript for Node. */
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
  await server.close();
  return Object.assign({}, ...loaded);
}

function phonemise(espeak, { language, text }) {
  const plain = text.replace(/\s[-–—]\s|—/gu, ', ').replace(/["“”„»«‘()]/gu, ' ');
  let ipa = '';
  for (const [piece] of plain.matchAll(PIECES)) {
    if (/^[,.;:!?]/u.test(piece)) ipa += `${piece[0]} `;
    else if (/[\p{L}\p{N}]/u.test(piece)) ipa += espeak.phonemise(piece.trim(), language).join(' ');
  }
  return ipa.trim();
}

const { loadEspeak } = await loadProduct('/workers/espeak/espeak.ts');
const espeak = await loadEspeak(new Uint8Array(await packEspeak()).buffer);
for await (const line of createInterface({ input: process.stdin }))
  if (line.trim()) console.log(JSON.stringify(phonemise(espeak, JSON.parse(line))));
process.exit(0);
