/** The list of voices: outside input, so parsed field by field before anything trusts it. */
import * as v from 'valibot';
import { SottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import { weightsOf, type Catalogue, type Voice } from '../contracts/voices';
import { allDiffer, isRelativePath, voiceSchema } from './voice-schema';

const voice = voiceSchema(
  v.pipe(v.string(), v.check(isRelativePath, 'Not a plain relative path.')),
);

const catalogue = v.object({
  version: v.literal(1),
  voices: v.pipe(
    v.array(voice),
    v.check((voices) => allDiffer(voices.map(({ id }) => id)), 'Two voices share an id.'),
    v.check((voices) => shareWhole(voices), 'Voices of the same weights have different files.'),
  ),
});

/** Throws kind `validation` with the path of the first wrong field, e.g. `voices.0.files.2.digest`. */
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

/** What is stored under one name must be the same for all who name it, down to the last byte. */
function shareWhole(voices: readonly Voice[]): boolean {
  const first = new Map<VoiceId, string>();
  return voices.every((one) => {
    const edition = JSON.stringify(one.files.map((file) => [file.name, file.bytes, file.digest]));
    const known = first.get(weightsOf(one)) ?? edition;
    first.set(weightsOf(one), known);
    return known === edition;
  });
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
