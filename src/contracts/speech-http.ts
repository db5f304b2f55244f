/**
 * Speech over HTTP in the shape of OpenAI's audio API (https://platform.openai.com/docs/api-reference/audio):
 * which address is what, what a request may say, what is sent back. docs/http-speech.md tells it in words.
 */
import * as v from 'valibot';
import { SpeechProblem, badValue } from './speech-http-problem';

export const SPEECH_FORMATS = ['mp3', 'opus', 'aac', 'wav', 'pcm'] as const;
export type SpeechFormat = (typeof SPEECH_FORMATS)[number];

/** A format their API has and nobody here can write. */
const UNWRITTEN_FORMATS = ['flac'] as const;

export const CONTENT_TYPES: Readonly<Record<SpeechFormat, string>> = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg; codecs=opus',
  aac: 'audio/aac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
};

/** Of headerless samples, as their API has it: 16 bits, little-endian, one channel. */
export const PCM_RATE_HZ = 24_000;

/** In characters (code points), as their API has it. */
export const MOST_INPUT_CHARACTERS = 4096;
/** Room for both texts with every character escaped in JSON. */
export const MOST_SPEECH_BODY_BYTES = 128 * 1024;

export const SPEECH_MODELS = ['sotto', 'sotto-hd'] as const;
export type SpeechModel = (typeof SPEECH_MODELS)[number];

/** Names that programs made for their API have built in. */
const MODEL_ALIASES: Readonly<Record<string, SpeechModel>> = {
  'tts-1': 'sotto',
  'gpt-4o-mini-tts': 'sotto',
  'tts-1-hd': 'sotto-hd',
};

export interface SpeechRequest {
  readonly model: SpeechModel;
  readonly input: string;
  readonly voiceId: string;
  readonly format: SpeechFormat;
  /** 0.25 to 4. */
  readonly speed: number;
  /** Sound as it is, or as server-sent events that hold it in base64. */
  readonly stream: 'audio' | 'sse';
}

export function findModel(name: string): SpeechModel | null {
  const own = SPEECH_MODELS.find((model) => model === name);
  return own ?? (Object.hasOwn(MODEL_ALIASES, name) ? (MODEL_ALIASES[name] ?? null) : null);
}

const text = (most: number) =>
  v.pipe(
    v.string(),
    v.check((value) => [...value].length <= most, `It may have ${most} characters.`),
  );

const schema = v.strictObject({
  model: v.string(),
  input: v.pipe(
    text(MOST_INPUT_CHARACTERS),
    v.check((value) => value.trim() !== '', 'There is nothing to speak in it.'),
  ),
  voice: v.union([
    v.string(),
    v.pipe(
      v.strictObject({ id: v.string() }),
      v.transform(({ id }) => id),
    ),
  ]),
  response_format: v.nullish(v.picklist([...SPEECH_FORMATS, ...UNWRITTEN_FORMATS]), 'mp3'),
  speed: v.nullish(v.pipe(v.number(), v.minValue(0.25), v.maxValue(4)), 1),
  stream_format: v.nullish(v.picklist(['audio', 'sse']), 'audio'),
  instructions: v.nullish(text(MOST_INPUT_CHARACTERS)),
});

/** The body of a request to speak. Throws a `SpeechProblem` that names the field. */
export function parseSpeechRequest(body: string): SpeechRequest {
  const parsed = v.safeParse(schema, parseJson(body));
  if (!parsed.success) throw problemOf(parsed.issues[0]);
  const { model: name, input, voice, response_format, speed, stream_format } = parsed.output;
  const model = findModel(name);
  if (model === null) throw noSuchModel(name);
  const format = SPEECH_FORMATS.find((one) => one === response_format);
  if (format === undefined) throw notWritten(response_format);
  return { model, input, voiceId: voice, format, speed, stream: stream_format };
}

export function noSuchModel(name: string): SpeechProblem {
  const known = SPEECH_MODELS.join(', ');
  return new SpeechProblem(`There is no model '${shortened(name)}' here: use one of ${known}.`, {
    status: 404,
    code: 'model_not_found',
    param: 'model',
  });
}

export function noSuchVoice(id: string): SpeechProblem {
  const told = `There is no voice '${shortened(id)}' here: GET v1/audio/voices lists those there are.`;
  return new SpeechProblem(told, { status: 404, code: 'voice_not_found', param: 'voice' });
}

/** No encoder for it, at all or in this browser. */
export function notWritten(format: string): SpeechProblem {
  const told = `Sound cannot be written as ${format} here: use mp3, wav or pcm.`;
  return badValue('response_format', told, 'unsupported_format');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw badValue(null, 'The body is not JSON.', 'invalid_json');
  }
}

function problemOf(issue: v.BaseIssue<unknown>): SpeechProblem {
  const param = v.getDotPath(issue);
  if (param === null) return badValue(null, 'The body must be a JSON object.', 'invalid_type');
  if (issue.type === 'strict_object') {
    const isMissing = issue.expected !== 'never';
    return isMissing
      ? badValue(param, `'${param}' is missing.`, 'missing_required_parameter')
      : badValue(param, `There is no parameter '${shortened(param)}'.`, 'unknown_parameter');
  }
  return badValue(param, `'${param}' is not right: ${issue.message}`, 'invalid_value');
}

/** What others wrote is not repeated at any length. */
function shortened(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
