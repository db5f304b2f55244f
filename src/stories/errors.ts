/** What can go wrong between a story and the disk, and with what was asked for. */
import { SottoError, type ErrorDetail } from '../base/errors';
import type { PreflightProblem, StoryFailureKind } from '../contracts/story';
import { classifyFailure } from './classify';
import { FAILURE_WORDS } from './failures';

const component = 'stories';

/** @param operation `open` where the database itself is not to be had. */
export function storyStorageError(operation: string, cause: unknown): SottoError {
  if (cause instanceof SottoError) return cause;
  const found = operation === 'open' ? 'storageRefused' : classifyFailure(cause);
  const kind = found === 'unknown' ? 'disk' : found;
  const detail: ErrorDetail =
    kind === 'storageFull' || kind === 'storageRefused'
      ? { kind: 'resource', type: 'storage' }
      : { kind: 'io', path: 'sotto-stories' };
  return told(kind, detail, operation, cause);
}

/** A story is not begun with what will not work. */
export function preflightError({ kind, message, suggestion }: PreflightProblem): SottoError {
  const field = FIELDS[kind] ?? 'story';
  return new SottoError(
    message,
    { kind: 'validation', field },
    { operation: 'check', component, suggestion },
  );
}

/** The chosen voice did not speak, and nobody said why. */
export function substituted(): SottoError {
  return told(
    'modelRun',
    { kind: 'inference', stage: 'vocode', recoverable: true },
    'render',
    undefined,
  );
}

const FIELDS: Partial<Record<StoryFailureKind, string>> = {
  voiceMissing: 'voice',
  voiceInvalidFormat: 'voice',
  textTooShort: 'text',
  textTooLong: 'textLength',
  textLanguage: 'language',
  textEncoding: 'encoding',
  callbackRefused: 'callbackUrl',
};

function told(
  kind: StoryFailureKind,
  detail: ErrorDetail,
  operation: string,
  cause: unknown,
): SottoError {
  const { message, suggestion } = FAILURE_WORDS[kind];
  return new SottoError(message, detail, { operation, component, suggestion, cause });
}
