/** The shape of a voice, wherever it is read from: outside input, judged field by field. */
import * as v from 'valibot';
import type { VoiceId } from '../base/ids';
import { isLanguage } from '../contracts/text';
import type { FileDigest, Voice } from '../contracts/voices';

const MAX_FILE_BYTES = 2 ** 32;
const MAX_SPEAKERS = 2_000;
const DIGEST = /^(sha256:[0-9a-f]{64}|git:[0-9a-f]{40}|md5:[0-9a-f]{32})$/;

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
/** Ids and file names become storage keys and path segments: nothing but plain characters. */
const token = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i));
const webUrl = v.pipe(v.string(), v.check(isWebUrl, 'Not an https address.'));
const bytes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_FILE_BYTES));
const positive = v.pipe(v.number(), v.finite(), v.minValue(0));

const voiceId = v.pipe(
  token,
  v.transform((id) => id as VoiceId),
);

/** @param url What the address of a file or a sample may be. */
export function voiceSchema(url: v.GenericSchema<string>): v.GenericSchema<unknown, Voice> {
  const voiceFile = v.object({
    name: token,
    url,
    mirrors: v.exactOptional(v.pipe(v.array(url), v.maxLength(10))),
    bytes,
    digest: v.custom<FileDigest>(isDigest, 'Not a digest.'),
    owner: v.exactOptional(voiceId),
  });
  return v.object({
    id: voiceId,
    name,
    source: v.exactOptional(v.picklist(['hub', 'device'])),
    quality: v.exactOptional(name),
    engine: token,
    locale: v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i)),
    languages: v.pipe(
      v.array(v.pipe(v.string(), v.check(isLanguage, 'Not a language.'))),
      v.minLength(1),
      v.maxLength(200),
    ),
    speaker: v.object({
      sex: v.nullable(v.picklist(['female', 'male'])),
      age: v.nullable(name),
      id: v.exactOptional(name),
    }),
    licence: v.object({
      name,
      url: v.union([v.literal(''), webUrl]),
      limits: v.exactOptional(name),
    }),
    credits: v.string(),
    sample: v.nullable(v.object({ url, text: v.string() })),
    sampleRate: v.pipe(v.number(), v.integer(), v.minValue(8_000), v.maxValue(96_000)),
    files: v.pipe(
      v.array(voiceFile),
      v.minLength(1),
      v.check((files) => allDiffer(files.map((file) => file.name)), 'Two files share a name.'),
    ),
    speakers: v.exactOptional(v.pipe(v.array(name), v.maxLength(MAX_SPEAKERS))),
    madeFor: v.exactOptional(v.picklist(['webgpu', 'wasm'])),
    weights: v.exactOptional(voiceId),
    defaults: v.object({
      steps: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
      temperature: v.pipe(positive, v.maxValue(1.5)),
      pace: v.pipe(positive, v.minValue(0.25), v.maxValue(4)),
    }),
  });
}

/** Segments of plain characters only: no scheme, host, query, escape, empty or dot segment. */
export function isRelativePath(path: string): boolean {
  return path
    .split('/')
    .every((segment) => /^[\w.-]+$/.test(segment) && segment !== '.' && segment !== '..');
}

export function allDiffer(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function isDigest(text: unknown): boolean {
  return typeof text === 'string' && DIGEST.test(text);
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
