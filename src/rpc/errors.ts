import { transferHandlers } from 'comlink';
import { fromPlainError, toPlainError, type PlainError } from '../base/errors';

/**
 * Comlink drops an error's own fields on its way across threads. This handler, installed on both
 * sides, carries code, detail and cause chain whole.
 * Comlink's wire format for what is thrown is `{ value }` under the handler named "throw".
 */
interface Thrown {
  readonly value: unknown;
}

export function installErrorTransfer(): void {
  const original = transferHandlers.get('throw');
  if (original === undefined) throw new Error('Comlink has no "throw" handler to replace.');
  transferHandlers.set('throw', {
    canHandle: original.canHandle,
    serialize: (thrown: Thrown) => [toPlainError(thrown.value), []],
    deserialize: (plain: PlainError) => {
      throw fromPlainError(plain);
    },
  });
}
