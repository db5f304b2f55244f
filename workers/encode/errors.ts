/** What goes wrong with files, in the listener's words. */
import { SottoError, asSottoError } from '../../src/base/errors';

const context = (suggestion: string, cause?: unknown) => ({
  operation: 'export',
  component: 'encode.worker',
  suggestion,
  cause,
});

export function brokenWork(id: string, cause?: unknown): SottoError {
  return new SottoError(
    'This export cannot be gone on with: what was kept of it is damaged or gone.',
    { kind: 'io', path: id },
    context('Remove it and start it again.', cause),
  );
}

/** Browsers name what the file system refused. */
export function fileError(thrown: unknown, path: string): SottoError {
  switch (thrown instanceof DOMException ? thrown.name : '') {
    case 'QuotaExceededError':
      return new SottoError(
        'There is no room left on this device for the export.',
        { kind: 'resource', type: 'storage' },
        context('Free some space, then go on: what was spoken is kept.', thrown),
      );
    case 'NoModificationAllowedError':
    case 'InvalidStateError':
      return new SottoError(
        'Another page is busy with this file.',
        { kind: 'io', path },
        context('Close the other page or program that uses it, then go on.', thrown),
      );
    case 'NotAllowedError':
    case 'SecurityError':
      return new SottoError(
        'The browser was not allowed to write the file.',
        { kind: 'io', path },
        context('Go on and choose a place for it that you may write to.', thrown),
      );
    case 'NotFoundError':
    case 'NotReadableError':
    case 'TypeMismatchError':
      return new SottoError(
        'The file could not be written.',
        { kind: 'io', path },
        context('Go on and choose another place for it.', thrown),
      );
    default:
      return asSottoError(thrown, { operation: 'export', component: 'encode.worker' });
  }
}
