/** The Piper voices: one index tells of all of them, with sizes and MD5 of every file. */
import * as v from 'valibot';
import { isLanguage } from '../../contracts/text';
import type { FileDigest, Voice, VoiceFile } from '../../contracts/voices';
import { fileAddress, isPlainPath, pageAddress, type Hub } from './hub';
import FACTS from './piper-facts.json' with { type: 'json' };
import { asTitle, asVoiceId, badList, type VoiceSource } from './source';

const WHERE = { repository: 'rhasspy/piper-voices', revision: 'main' };
const MAX_VOICES = 5_000;
const MAX_SPEAKERS = 2_000;
/** A few voices may be of a kind this version cannot read; more than these, and the index is broken. */
const LARGEST_UNREAD_SHARE = 0.1;

const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100));
const file = v.object({
  size_bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 32)),
  md5_digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
});

const entry = v.object({
  key: text,
  name: text,
  language: v.object({
    code: v.pipe(v.string(), v.regex(/^[a-z]{2,3}_[A-Z0-9]{2,4}$/)),
    family: v.pipe(v.string(), v.check(isLanguage)),
  }),
  quality: v.picklist(['x_low', 'low', 'medium', 'high']),
  num_speakers: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SPEAKERS)),
  speaker_id_map: v.record(text, v.pipe(v.number(), v.integer(), v.minValue(0))),
  files: v.record(v.string(), file),
});
type Entry = v.InferOutput<typeof entry>;

interface Fact {
  readonly sex?: 'female' | 'male';
  readonly licence?: Voice['licence'];
}

export function piperSource(hub: Hub): VoiceSource {
  return {
    name: 'piper',
    title: 'Piper',
    lists: [fileAddress(hub, WHERE, 'voices.json')],
    voicesOf: ([index]) => parsePiperIndex(index, hub),
    cardOf: ({ licence }) =>
      licence.url.endsWith('/MODEL_CARD') ? licence.url.replace('/blob/', '/resolve/') : null,
  };
}

export function parsePiperIndex(index: unknown, hub: Hub): readonly Voice[] {
  if (typeof index !== 'object' || index === null || Array.isArray(index)) {
    throw badList('piper', 'It is no index.');
  }
  const entries = Object.entries(index as Record<string, unknown>);
  if (entries.length === 0 || entries.length > MAX_VOICES) {
    throw badList('piper', `It tells of ${entries.length} voices.`);
  }
  const voices = new Map<string, Voice>();
  for (const [key, one] of entries) {
    const voice = readEntry(key, one, hub);
    if (voice !== null) voices.set(voice.id, voice);
  }
  if (entries.length - voices.size > entries.length * LARGEST_UNREAD_SHARE) {
    throw badList('piper', `Of ${entries.length} voices only ${voices.size} could be read.`);
  }
  return [...voices.values()];
}

/** Null where it is of a kind unknown here; an address that leaves the repository is an attack. */
function readEntry(key: string, one: unknown, hub: Hub): Voice | null {
  const result = v.safeParse(entry, one);
  if (!result.success) return null;
  const { files } = result.output;
  const odd = Object.keys(files).find((path) => !isPlainPath(path));
  if (odd !== undefined) throw badList(`piper.${key}.files`, `An odd path: ${JSON.stringify(odd)}`);
  const graph = Object.keys(files).find((path) => path.endsWith('.onnx'));
  if (graph === undefined || files[`${graph}.json`] === undefined) return null;
  return voiceOf(result.output, graph, hub);
}

function voiceOf(one: Entry, graph: string, hub: Hub): Voice {
  const { key, name, language, quality } = one;
  const speakers = speakersOf(one);
  const fact: Fact = (FACTS as Readonly<Record<string, Fact>>)[`${language.family}/${name}`] ?? {};
  return {
    id: asVoiceId(`piper-${key}`),
    name: asTitle(name),
    source: 'hub',
    quality,
    engine: 'piper',
    locale: language.code.replace('_', '-'),
    languages: [language.family],
    speaker: {
      sex: fact.sex ?? null,
      age: null,
      ...(speakers[0] === undefined ? {} : { id: speakers[0] }),
    },
    licence: fact.licence ?? {
      name: 'Terms in its model card',
      url: pageAddress(hub, WHERE, `${graph.slice(0, graph.lastIndexOf('/'))}/MODEL_CARD`),
      limits: 'Its makers state its terms in its model card; some allow no commercial use.',
    },
    credits: 'A Piper voice from rhasspy/piper-voices.',
    sample: null,
    // Its .onnx.json tells for certain; these are the rates that the qualities are trained at.
    sampleRate: quality === 'x_low' || quality === 'low' ? 16_000 : 22_050,
    files: [
      fileOf(one, graph, 'model.onnx', hub),
      fileOf(one, `${graph}.json`, 'model.onnx.json', hub),
    ],
    ...(speakers.length === 0 ? {} : { speakers }),
    defaults: { steps: 1, temperature: 0.667, pace: 1 },
  };
}

/** In the order of their numbers; empty where there is only one. */
function speakersOf({ num_speakers, speaker_id_map }: Entry): readonly string[] {
  if (num_speakers < 2) return [];
  const named = Object.entries(speaker_id_map).sort(([, a], [, b]) => a - b);
  return named.length > 0
    ? named.map(([speaker]) => speaker)
    : Array.from({ length: num_speakers }, (_, i) => String(i));
}

function fileOf({ files }: Entry, path: string, name: string, hub: Hub): VoiceFile {
  const known = files[path];
  if (known === undefined) throw badList(path, 'It is not in the index.');
  const digest: FileDigest = `md5:${known.md5_digest}`;
  return { name, url: fileAddress(hub, WHERE, path), bytes: known.size_bytes, digest };
}
