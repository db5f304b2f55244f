/** For tests: the small voices of e2e/models, in the form of published ones (training/published_*.py). */
import { readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { VoiceId } from '../../../src/base/ids';
import type { Voice } from '../../../src/contracts/voices';
import type { EngineDeps, VoiceFiles } from '../engine';
import { depsFor } from '../testing';

export const MODELS = new URL('../../../e2e/models/', import.meta.url);

/** A voice of all the files in a folder of e2e/models, with their true sizes and digests. */
export function smallVoice(folder: string, engine: string, change: Partial<Voice> = {}): Voice {
  const names = readdirSync(new URL(`${folder}/`, MODELS)).toSorted();
  const files = names.map((name) => {
    const bytes = readFileSync(new URL(`${folder}/${name}`, MODELS));
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as const;
    return { name, url: `${folder}/${name}`, bytes: bytes.byteLength, digest };
  });
  return {
    id: folder as VoiceId,
    name: folder,
    engine,
    locale: 'en-US',
    languages: ['en'],
    speaker: { sex: 'female', age: null },
    licence: { name: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
    credits: 'Drawn from a seed.',
    sample: null,
    sampleRate: 22_050,
    files,
    defaults: { steps: 4, temperature: 0.667, pace: 1 },
    ...change,
  };
}

/** @param change What to read instead of what is on disk. */
export function smallDeps(
  voice: Voice,
  change: (name: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes,
): EngineDeps {
  const deps = depsFor(voice, MODELS);
  const read: VoiceFiles['read'] = async (name) => change(name, await deps.files.read(name));
  return { ...deps, files: { ...deps.files, read } };
}

/** A JSON file with some of its fields changed. */
export function withFields(bytes: Uint8Array, fields: object): Uint8Array {
  const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return new TextEncoder().encode(JSON.stringify({ ...(json as object), ...fields }));
}
