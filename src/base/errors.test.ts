import { describe, expect, it } from 'vitest';
import { SottoError, asSottoError, fromPlainError, isCancelled, toPlainError } from './errors';

const context = { operation: 'load', component: 'engine', suggestion: 'Try again.' };

describe('errors', () => {
  it('survive a structured clone with detail and cause chain', () => {
    const root = new TypeError('fetch failed');
    const error = new SottoError(
      'The voice could not be fetched.',
      { kind: 'network', url: '/voice', status: 503 },
      { ...context, cause: root },
    );
    const revived = fromPlainError(structuredClone(toPlainError(error)));
    expect(revived).toBeInstanceOf(SottoError);
    expect(revived).toMatchObject({ message: error.message, detail: error.detail, ...context });
    expect(revived.cause).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
  });

  it('end a cycle of causes', () => {
    const error = new Error('a');
    error.cause = error;
    expect(toPlainError(error).cause?.cause).not.toBeUndefined();
  });

  it('take in whatever is thrown', () => {
    expect(asSottoError('oops', context)).toMatchObject({ kind: 'internal' });
    expect(isCancelled(asSottoError(new DOMException('x', 'AbortError'), context))).toBe(true);
  });
});
