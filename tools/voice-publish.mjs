/**
 * Puts voices where the app finds them, or renews what the catalogue says of their files.
 *
 *   node tools/voice-publish.mjs FOLDER [--into public/voices]
 *     writes sizes and SHA-256 of FOLDER's files into the catalogue's voices that use them.
 *   node tools/voice-publish.mjs FOLDER --from training/work/voice [--recordings ../shared/voice-data]
 *       [--speakers kerstin,nathalie] [--only]
 *     first copies what `training.export` made into FOLDER, with a voice for each in training/voices.json, or
 *     for those that --speakers names; --only takes all other voices out of the catalogue (their files stay).
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from './lib.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string' },
    into: { type: 'string', default: join(repositoryRoot, 'public/voices') },
    recordings: { type: 'string', default: join(repositoryRoot, '../shared/voice-data') },
    speakers: { type: 'string' },
    only: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined || !/^[a-z0-9][a-z0-9-]*$/.test(folder)) {
  throw new Error('Name the folder to publish into: small letters, digits and dashes.');
}
const target = join(values.into, folder);
const cataloguePath = join(values.into, 'catalogue.json');
const catalogue = JSON.parse(readFileSync(cataloguePath, 'utf8'));
const weightsOf = ({ id, weights }) => weights ?? id;

/** What an engine reads; licences and samples are not downloaded with a voice. */
const isModelFile = (name) => /\.(onnx|bin)$/.test(name) || name === 'voice.json';

function describe(name) {
  const content = readFileSync(join(target, name));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, url: `${folder}/${name}`, bytes: content.byteLength, digest: `sha256:${sha256}` };
}

/** One text for all: who gave what, then the licences as they came with the recordings. */
function licences(voices) {
  const texts = new Map();
  for (const { id } of voices) {
    const path = join(values.recordings, id, 'LICENSE');
    if (existsSync(path)) texts.set(readFileSync(path, 'utf8').trim(), id);
  }
  const credits = voices.map(
    ({ name, licence, credits }) => `${name} (${licence.name}). ${credits}`,
  );
  return `${[...credits, ...texts.keys()].join('\n\n')}\n`;
}

function wanted(voices) {
  if (values.speakers === undefined) return voices;
  return values.speakers.split(',').map((id) => {
    const voice = voices.find((one) => one.id === id);
    if (voice === undefined) throw new Error(`training/voices.json does not know "${id}".`);
    return voice;
  });
}

function publish(source) {
  const trained = JSON.parse(readFileSync(join(repositoryRoot, 'training/voices.json'), 'utf8'));
  const voices = wanted(trained);
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(source).filter((name) => name.endsWith('.onnx'))) {
    copyFileSync(join(source, name), join(target, name));
  }
  const { files: _, ...manifest } = JSON.parse(readFileSync(join(source, 'voice.json'), 'utf8'));
  writeFileSync(join(target, 'voice.json'), `${JSON.stringify(manifest)}\n`);
  writeFileSync(join(target, 'LICENSE-recordings'), licences(trained));
  const { steps, temperature, speed: pace } = manifest.defaults;
  const entries = voices.map(
    ({ id, name, locale, languages, speaker, licence, credits, sample }) => {
      if (manifest.speakers[id] === undefined) throw new Error(`The model has no speaker "${id}".`);
      copyFileSync(join(source, 'samples', `${id}.wav`), join(target, `${id}.wav`));
      return {
        id,
        name,
        engine: 'flow',
        locale,
        languages,
        speaker: { ...speaker, id },
        licence,
        credits,
        sample: { url: `${folder}/${id}.wav`, text: sample },
        sampleRate: manifest.sampleRate,
        files: [],
        weights: folder,
        defaults: { steps, temperature, pace },
      };
    },
  );
  const ids = new Set(entries.map(({ id }) => id));
  const others = catalogue.voices.filter((one) => !ids.has(one.id) && weightsOf(one) !== folder);
  catalogue.voices = values.only ? entries : [...others, ...entries];
}

if (values.from !== undefined) publish(values.from);
const speaking = catalogue.voices.filter((voice) => weightsOf(voice) === folder);
if (speaking.length === 0)
  throw new Error(`No voice of the catalogue uses the folder "${folder}".`);
const files = readdirSync(target).filter(isModelFile).sort().map(describe);
for (const voice of speaking) voice.files = files;
writeFileSync(cataloguePath, `${JSON.stringify(catalogue, null, 2)}\n`);
for (const { name, bytes } of files) console.log(name, bytes);
const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
console.log(
  `${speaking.map(({ name }) => name).join(', ')}: ${(total / 1e6).toFixed(1)} MB together.`,
);
