/** Requests that wait for their reply. None waits for ever: each has a deadline, and all end with the port. */
import { MOST_WAITING, type Command, type EmbedRequest } from '../contracts/embed';
import { PlayerError, playerError } from './errors';
import type { EmbedError } from '../contracts/embed';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: PlayerError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: EmbedError };

export class Calls {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  get count(): number {
    return this.#waiting.size;
  }

  send(
    command: Command,
    timeoutMs: number,
    post: (request: EmbedRequest) => void,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size >= MOST_WAITING) {
        return reject(new PlayerError('too_many', 'Too many requests wait for an answer.'));
      }
      const id = ++this.#lastId;
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new PlayerError('timeout', `The player did not answer “${command.name}” in time.`));
      }, timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer });
      post({ kind: 'request', id, command });
    });
  }

  settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if (reply.ok) waiting.resolve(reply.result);
    else waiting.reject(playerError(reply.error));
  }

  rejectAll(error: PlayerError): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
  }
}
