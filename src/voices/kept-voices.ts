/**
 * Voices as they were kept on a device or carried in a pack: ours, a hub's or the listener's own. Outside
 * input: a pack comes from anybody, and what it says must not make the app ask any other host.
 */
import * as v from 'valibot';
import { SottoError } from '../base/errors';
import type { Voice } from '../contracts/voices';
import { HUGGING_FACE, type Hub } from './sources/hub';
import { isRelativePath, voiceSchema } from './voice-schema';

const MAX_VOICES = 10_000;

/** Throws kind `validation` with the path of the first wrong field, e.g. `0.files.2.digest`. */
export function parseKeptVoices(
  json: unknown,
  hubs: readonly Hub[] = [HUGGING_FACE],
): readonly Voice[] {
  const address = v.pipe(
    v.string(),
    v.check((url) => isRelativePath(url) || isOn(hubs, url), 'Not an address of a known hub.'),
  );
  const voices = v.pipe(v.array(voiceSchema(address)), v.maxLength(MAX_VOICES));
  const result = v.safeParse(voices, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new SottoError(
    'What is said of these voices cannot be read.',
    { kind: 'validation', field: v.getDotPath(issue) ?? 'voices' },
    {
      operation: 'parseKeptVoices',
      component: 'voices',
      suggestion: 'Ask for the file once more from where it came.',
      cause: new Error(issue.message),
    },
  );
}

function isOn(hubs: readonly Hub[], url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, username, password } = new URL(url);
  return hubs.some((hub) => origin === hub.origin) && username === '' && password === '';
}
