/** For tests: a runtime that needs no browser, the bundled voice, utterances by hand. */
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import type { UtteranceId } from '../../src/base/ids';
import type { SynthesisOptions } from '../../src/contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../../src/contracts/text';
import type { Catalogue, Voice } from '../../src/contracts/voices';
import { graphSession } from '../ort/graph-session';
import type { SessionProvider } from '../ort/session';
import type { EngineDeps } from './engine';

const voicesFolder = new URL('../../public/voices/', import.meta.url);

const nodeProvider: SessionProvider = {
  backend: 'wasm',
  threads: 1,
  createSession: async (graph) => {
    const session = await ort.InferenceSession.create(graph, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
    return graphSession(ort.Tensor, session);
  },
};

async function bundledVoice(): Promise<Voice> {
  const text = await readFile(new URL('catalogue.json', voicesFolder), 'utf8');
  const [voice] = (JSON.parse(text) as Catalogue).voices;
  if (voice === undefined) throw new Error('The catalogue is empty.');
  return voice;
}

export async function nodeDeps(): Promise<EngineDeps> {
  return depsFor(await bundledVoice(), voicesFolder);
}

/** @param folder What the addresses of the voice's files are relative to. */
export function depsFor(voice: Voice, folder: URL): EngineDeps {
  const url = (name: string) => voice.files.find((file) => file.name === name)?.url ?? name;
  return {
    provider: nodeProvider,
    files: {
      voice,
      read: (fileName) => readFile(new URL(url(fileName), folder)),
      readFrom: (owner, fileName) => readFile(new URL(`${owner}/${fileName}`, folder)),
    },
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

export const OPTIONS: SynthesisOptions = {
  steps: 4,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 1,
  maxFramesPerChunk: 0,
};

/** "The birch canoe slid on the smooth planks." */
export const SENTENCE = 'ðə bˈɜːtʃ kənˈuː slˈɪd ɔnðə smˈuːð plˈæŋks.';

/** An utterance from its IPA: words are what spaces separate; spans are those of the IPA itself. */
export function utteranceOf(phonemes: string, change: Partial<Utterance> = {}): Utterance {
  const words: Utterance['words'][number][] = [];
  const phonemeWords = Array.from(phonemes, () => -1);
  for (const match of phonemes.matchAll(/[^\s.,;:!?]+/g)) {
    const span = { start: match.index, end: match.index + match[0].length };
    phonemeWords.fill(words.length, span.start, span.end);
    words.push({ span, spoken: match[0] });
  }
  const span = { start: 0, end: phonemes.length };
  return {
    id: 'utterance-1' as UtteranceId,
    span,
    sentence: span,
    language: 'en',
    words,
    phonemes,
    phonemeWords,
    pauseBeforeMs: 0,
    pauseAfterMs: 0,
    ends: 'sentence',
    prosody: NEUTRAL_PROSODY,
    marks: [],
    ...change,
  };
}
