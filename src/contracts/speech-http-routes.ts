/** Which address and method of the speech API is what. */

export type SpeechOperation = 'speech' | 'voices' | 'models' | 'model';

export type SpeechRoute =
  | { readonly kind: 'operation'; readonly operation: SpeechOperation; readonly name: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'wrongMethod'; readonly allow: string };

const API = 'v1/';
const MODEL = 'v1/models/';

const OPERATIONS: Readonly<Record<string, Exclude<SpeechOperation, 'model'>>> = {
  'v1/audio/speech': 'speech',
  'v1/audio/voices': 'voices',
  'v1/models': 'models',
};

/**
 * Null: not an address of the API.
 * @param path Below the app's folder, without a slash before it.
 */
export function matchSpeechRoute(method: string, path: string): SpeechRoute | null {
  if (!path.startsWith(API)) return null;
  const name = path.startsWith(MODEL) ? decoded(path.slice(MODEL.length)) : '';
  const operation = name !== '' ? 'model' : Object.hasOwn(OPERATIONS, path) && OPERATIONS[path];
  if (!operation) return { kind: 'unknown' };
  const allowed = operation === 'speech' ? ['POST'] : ['GET', 'HEAD'];
  return allowed.includes(method)
    ? { kind: 'operation', operation, name }
    : { kind: 'wrongMethod', allow: allowed.join(', ') };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
