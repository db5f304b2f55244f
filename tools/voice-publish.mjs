// Writes a voice's files' sizes and SHA-256 into the catalogue, after its graphs were rebuilt.
// Usage: node tools/voice-publish.mjs <voice id>
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const voicesFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'public', 'voices');
const cataloguePath = join(voicesFolder, 'catalogue.json');

/** What an engine reads; licences and samples are not downloaded with a voice. */
const isModelFile = (name) => /\.(onnx|bin)$/.test(name) || name === 'voice.json';

function describe(id, name) {
  const content = readFileSync(join(voicesFolder, id, name));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, url: `${id}/${name}`, bytes: content.byteLength, sha256 };
}

const [id] = process.argv.slice(2);
const catalogue = JSON.parse(readFileSync(cataloguePath, 'utf8'));
const voice = catalogue.voices.find((one) => one.id === id);
if (voice === undefined) throw new Error(`The catalogue has no voice "${id}".`);
const names = readdirSync(join(voicesFolder, id)).filter(isModelFile).sort();
voice.files = names.map((name) => describe(id, name));
writeFileSync(cataloguePath, `${JSON.stringify(catalogue, null, 2)}\n`);
for (const file of voice.files) console.log(file.name, file.bytes);
