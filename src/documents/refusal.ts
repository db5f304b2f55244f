import { SottoError } from '../base/errors';

/**
 * Why a file is not opened: a sentence about it, and what to do instead.
 * @param what Goes on after the file's name: "is empty".
 */
export class Refusal extends Error {
  readonly what: string;
  readonly suggestion: string;

  constructor(what: string, suggestion: string, cause?: unknown) {
    super(what, cause === undefined ? undefined : { cause });
    this.name = 'Refusal';
    this.what = what;
    this.suggestion = suggestion;
  }
}

const LONGEST_NAME = 80;

/** Whatever was thrown while a file was read, as the listener is told it. */
export function refused(thrown: unknown, name: string): SottoError {
  if (thrown instanceof SottoError) return thrown;
  const refusal =
    thrown instanceof Refusal
      ? thrown
      : new Refusal(
          'cannot be read: it seems to be damaged',
          'Get the file once more, or save it in another format.',
          thrown,
        );
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
  return new SottoError(
    `“${shown}” ${refusal.what}.`,
    { kind: 'validation', field: 'file' },
    {
      operation: 'read',
      component: 'documents.worker',
      suggestion: refusal.suggestion,
      cause: refusal.cause ?? refusal,
    },
  );
}
