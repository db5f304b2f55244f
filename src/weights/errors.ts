/** What can go wrong between a server, a disk and a voice, each in one plain sentence. */
import { SottoError } from '../base/errors';

const component = 'weights';

/** @param path What was touched, `<voice>/<file>`. */
export function storageError(operation: string, path: string, cause: unknown): SottoError {
  if (cause instanceof SottoError) return cause;
  if (hasName(cause, 'QuotaExceededError')) {
    return new SottoError(
      'There is not enough room on this device for the voice.',
      { kind: 'resource', type: 'storage' },
      {
        operation,
        component,
        cause,
        suggestion: 'Free some space, or remove a voice you no longer use.',
      },
    );
  }
  return new SottoError(
    'The storage of this browser did not answer as it should.',
    { kind: 'io', path },
    { operation, component, cause, suggestion: 'Close other tabs of Sotto and reload the page.' },
  );
}

/** No database at all: a sandboxed frame, a private window or a blocked upgrade. */
export function storageUnavailable(cause: unknown): SottoError {
  return new SottoError(
    'This browser does not let the page store a voice.',
    { kind: 'resource', type: 'storage' },
    {
      operation: 'open',
      component,
      cause,
      suggestion: 'Close other tabs of Sotto, or open it in an ordinary window, and try again.',
    },
  );
}

export function notStored(path: string, reason: string): SottoError {
  return new SottoError(
    'A part of the voice is not on this device.',
    { kind: 'modelLoad', component, file: path },
    {
      operation: 'read',
      component,
      cause: new Error(reason),
      suggestion: 'Download the voice again.',
    },
  );
}

export function networkError(url: string, status: number | null, cause: unknown): SottoError {
  return new SottoError(
    status === 404
      ? 'The server does not have this voice.'
      : 'The voice could not be fetched from the server.',
    { kind: 'network', url, status },
    {
      operation: 'download',
      component,
      cause,
      suggestion: 'Check the connection and try again; what has arrived is kept.',
    },
  );
}

export function corruptDownload(url: string, reason: string): SottoError {
  return new SottoError(
    'What the server sent is not the voice that was expected.',
    { kind: 'modelLoad', component, file: url },
    {
      operation: 'download',
      component,
      cause: new Error(reason),
      suggestion: 'Reload the page and try again; a sign-in page of a network may be in the way.',
    },
  );
}

export function hasName(thrown: unknown, name: string): boolean {
  return thrown instanceof Error && thrown.name === name;
}

/** @param reason One plain sentence. */
export function badFile(path: string, reason: string): SottoError {
  return new SottoError(
    reason,
    { kind: 'validation', field: path },
    {
      operation: 'keep',
      component,
      suggestion: 'Nothing was changed. Copy the file again from where it came.',
    },
  );
}
