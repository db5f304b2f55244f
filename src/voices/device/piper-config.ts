/** The `.onnx.json` beside a Piper graph: outside input. The engine reads the whole of it when it loads. */
import * as v from 'valibot';

const MAX_SPEAKERS = 2_000;
/** What Sotto can write sounds as; the other ways need a front-end for one language each. */
const PHONEME_TYPES = ['espeak', 'text'];

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const config = v.object({
  audio: v.object({
    sample_rate: v.pipe(whole, v.minValue(8_000), v.maxValue(96_000)),
    quality: v.optional(v.string()),
  }),
  espeak: v.optional(v.object({ voice: v.optional(v.string()) })),
  language: v.optional(v.object({ code: v.optional(v.string()) })),
  phoneme_type: v.optional(v.string()),
  phoneme_id_map: v.record(v.string(), v.array(whole)),
  num_speakers: v.optional(v.pipe(whole, v.minValue(1), v.maxValue(MAX_SPEAKERS))),
  speaker_id_map: v.optional(v.record(v.string(), whole)),
  dataset: v.optional(v.string()),
});

export interface PiperConfig {
  readonly sampleRate: number;
  /** BCP 47. */
  readonly locale: string;
  readonly quality: string | null;
  /** What its makers called the recordings. */
  readonly dataset: string | null;
  /** Empty where there is only one. */
  readonly speakers: readonly string[];
}

export type ReadConfig =
  | { readonly kind: 'config'; readonly config: PiperConfig }
  /** The rest of a sentence that begins with the file's name, and one that says what to do. */
  | { readonly kind: 'refused'; readonly what: string; readonly suggestion: string };

export function readPiperConfig(json: unknown): ReadConfig {
  const result = v.safeParse(config, json, { abortEarly: true });
  if (!result.success) {
    const field = v.getDotPath(result.issues[0]);
    const what = field === null ? 'describes no voice' : `describes no voice: “${field}” is wrong`;
    return refused(what, 'Add the .onnx.json file that came with the .onnx file.');
  }
  const { phoneme_type: type = 'espeak', audio, dataset } = result.output;
  if (!PHONEME_TYPES.includes(type)) {
    const what = `writes its sounds as “${type.slice(0, 30)}”, which Sotto cannot`;
    return refused(what, 'Choose a voice that was trained on espeak phonemes.');
  }
  const locale = localeOf(result.output.language?.code ?? result.output.espeak?.voice ?? '');
  if (locale === null) {
    return refused('does not tell its language', 'It needs “espeak.voice” or “language.code”.');
  }
  return {
    kind: 'config',
    config: {
      sampleRate: audio.sample_rate,
      locale,
      quality: shortText(audio.quality),
      dataset: shortText(dataset),
      speakers: speakersOf(result.output),
    },
  };
}

function refused(what: string, suggestion: string): ReadConfig {
  return { kind: 'refused', what, suggestion };
}

/** `en-US` for `en_US` and espeak's `en-us`; null where it is no language. */
function localeOf(code: string): string | null {
  const found = /^([a-z]{2,3})(?:[_-]([a-z]{2})(?![a-z]))?/i.exec(code.trim());
  if (found === null) return null;
  const [, language = '', region] = found;
  const primary = language.toLowerCase();
  return region === undefined ? primary : `${primary}-${region.toUpperCase()}`;
}

function speakersOf({
  num_speakers: count = 1,
  speaker_id_map: map = {},
}: v.InferOutput<typeof config>): readonly string[] {
  if (count < 2) return [];
  const named = Object.entries(map).sort(([, a], [, b]) => a - b);
  return named.length > 0
    ? named.map(([name]) => name)
    : Array.from({ length: count }, (_, i) => String(i));
}

function shortText(text: string | undefined): string | null {
  const plain = text?.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim() ?? '';
  return plain === '' ? null : plain.slice(0, 60);
}
