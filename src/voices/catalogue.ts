/** The list of voices: outside input, so parsed field by field before anything trusts it. */
import * as v from 'valibot';
import { SottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import { LANGUAGES } from '../contracts/text';
import type { Catalogue } from '../contracts/voices';

const MAX_FILE_BYTES = 2 ** 32;

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
/** Ids and file names become storage keys and path segments: nothing but plain characters. */
const token = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i));
const relativeUrl = v.pipe(v.string(), v.check(isRelativePath, 'Not a plain relative path.'));
const webUrl = v.pipe(v.string(), v.check(isWebUrl, 'Not an https address.'));
const bytes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_FILE_BYTES));
const positive = v.pipe(v.number(), v.finite(), v.minValue(0));

const voiceFile = v.object({
  name: token,
  url: relativeUrl,
  bytes,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const voice = v.object({
  id: v.pipe(
    token,
    v.transform((id) => id as VoiceId),
  ),
  name,
  engine: token,
  locale: v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i)),
  languages: v.pipe(v.array(v.picklist(LANGUAGES)), v.minLength(1)),
  speaker: v.object({ sex: v.picklist(['female', 'male']), age: v.nullable(name) }),
  licence: v.object({ name, url: webUrl }),
  credits: v.string(),
  sample: v.nullable(v.object({ url: relativeUrl, text: v.string() })),
  sampleRate: v.pipe(v.number(), v.integer(), v.minValue(8_000), v.maxValue(96_000)),
  files: v.pipe(
    v.array(voiceFile),
    v.minLength(1),
    v.check((files) => allDiffer(files.map((file) => file.name)), 'Two files share a name.'),
  ),
  defaults: v.object({
    steps: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
    temperature: v.pipe(positive, v.maxValue(1.5)),
    pace: v.pipe(positive, v.minValue(0.25), v.maxValue(4)),
  }),
});

const catalogue = v.object({
  version: v.literal(1),
  voices: v.pipe(
    v.array(voice),
    v.check((voices) => allDiffer(voices.map(({ id }) => id)), 'Two voices share an id.'),
  ),
});

/** Throws kind `validation` with the path of the first wrong field, e.g. `voices.0.files.2.sha256`. */
export function parseCatalogue(json: unknown): Catalogue {
  const result = v.safeParse(catalogue, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw invalid(v.getDotPath(issue) ?? 'catalogue', new Error(issue.message));
}

/** Rejects with kind `network` when it cannot be fetched, `validation` when it is not a catalogue. */
export async function fetchCatalogue(
  fetch: typeof globalThis.fetch,
  url: string,
  signal?: AbortSignal,
): Promise<Catalogue> {
  let response: Response;
  try {
    response = await fetch(url, signal === undefined ? {} : { signal });
  } catch (thrown) {
    signal?.throwIfAborted();
    throw unreachableCatalogue(url, null, thrown);
  }
  if (!response.ok) throw unreachableCatalogue(url, response.status, undefined);
  let json: unknown;
  try {
    json = await response.json();
  } catch (thrown) {
    signal?.throwIfAborted();
    throw invalid('catalogue', thrown);
  }
  return parseCatalogue(json);
}

/** Segments of plain characters only: no scheme, host, query, escape, empty or dot segment. */
function isRelativePath(path: string): boolean {
  return path
    .split('/')
    .every((segment) => /^[\w.-]+$/.test(segment) && segment !== '.' && segment !== '..');
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

function allDiffer(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function invalid(field: string, cause: unknown): SottoError {
  return new SottoError(
    'The list of voices cannot be read.',
    { kind: 'validation', field },
    {
      operation: 'parseCatalogue',
      component: 'voices',
      suggestion: 'Reload the page; if it stays so, the voices on this server are faulty.',
      cause,
    },
  );
}

function unreachableCatalogue(url: string, status: number | null, cause: unknown): SottoError {
  return new SottoError(
    'The list of voices could not be fetched.',
    { kind: 'network', url, status },
    {
      operation: 'fetchCatalogue',
      component: 'voices',
      suggestion: 'Check the connection and reload the page.',
      cause,
    },
  );
}
