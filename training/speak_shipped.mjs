// Lines of {voice, language, text, out} on standard input: each text as the product speaks it, by its own
// front-end, engine and graphs, in the voice's usual manner. Writes float32 samples to `out` and one line of
// {sampleRate} each to standard output. Pauses between clauses are those of the plan.
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadProduct, planner } from './product.mjs';

const FOLDER = new URL('../public/voices/', import.meta.url);
const plan = await planner();
const { engineLoader, depsFor, OPTIONS } = await loadProduct(
  '/workers/engines/registry.ts',
  '/workers/engines/testing.ts',
);
const { voices } = JSON.parse(readFileSync(new URL('catalogue.json', FOLDER), 'utf8'));
const engines = new Map();

function engineOf(voice) {
  if (!engines.has(voice.id)) engines.set(voice.id, engineLoader(voice.engine)(depsFor(voice, FOLDER)));
  return engines.get(voice.id);
}

function joined(sounds) {
  const whole = new Float32Array(sounds.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const sound of sounds) {
    whole.set(sound, at);
    at += sound.length;
  }
  return whole;
}

async function speak(voice, text, language) {
  const engine = await engineOf(voice);
  const options = { ...OPTIONS, ...voice.defaults };
  const silence = (ms) => new Float32Array(Math.round((ms / 1000) * voice.sampleRate));
  const sounds = [];
  const utterances = plan(text, language);
  for (const [index, utterance] of utterances.entries()) {
    const { chunk } = await engine.synthesize(utterance, options, new AbortController().signal);
    sounds.push(chunk.pcm);
    if (index + 1 < utterances.length) sounds.push(silence(utterance.pauseAfterMs));
  }
  return joined(sounds);
}

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const { voice: id, language, text, out } = JSON.parse(line);
  const voice = voices.find((one) => one.id === id);
  if (voice === undefined) throw new Error(`The catalogue knows no voice "${id}".`);
  const samples = await speak(voice, text, language);
  writeFileSync(out, new Uint8Array(samples.buffer));
  console.log(JSON.stringify({ sampleRate: voice.sampleRate }));
}
process.exit(0);
