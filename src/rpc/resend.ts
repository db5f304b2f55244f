/**
 * Calls over a way that may lose, double or delay messages (a service worker that is being replaced, a
 * frame that is being reloaded): what is not answered in time is sent again under the same id, and the
 * receiver does each id once.
 */
import type { Clock } from '../base/clock';
import {
  SottoError,
  asSottoError,
  cancelled,
  fromPlainError,
  toPlainError,
  type PlainError,
} from '../base/errors';

/** Ids are unique among all senders that reach a receiver. */
export interface Sent<Body> {
  readonly id: string;
  readonly body: Body;
}

export type Reply<Answer> =
  | { readonly kind: 'answered'; readonly id: string; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly id: string; readonly error: PlainError };

export interface ResenderDeps<Body> {
  readonly component: string;
  readonly clock: Clock;
  readonly post: (sent: Sent<Body>) => void;
  /** E.g. `crypto.randomUUID`. */
  readonly newId: () => string;
}

export interface Resender<Body, Answer> {
  /** Rejects with kind `timeout` when no attempt was answered, and with what the receiver failed with. */
  send(body: Body, operation: string, signal?: AbortSignal): Promise<Answer>;
  /** Replies to be handed in as they arrive; what nobody waits for is ignored. */
  receive(reply: Reply<Answer>): void;
}

export const ATTEMPT_MS = 1000;
export const MAX_ATTEMPTS = 3;

export function createResender<Body, Answer>(deps: ResenderDeps<Body>): Resender<Body, Answer> {
  const { component, clock, post, newId } = deps;
  const waiting = new Map<string, (reply: Reply<Answer>) => void>();
  return {
    send: (body, operation, signal) =>
      new Promise((resolve, reject) => {
        const id = newId();
        let stopTimer = () => {};
        const settle = (finish: () => void) => {
          stopTimer();
          signal?.removeEventListener('abort', onAbort);
          waiting.delete(id);
          finish();
        };
        const onAbort = () => settle(() => reject(cancelled(operation, component)));
        const attempt = (number: number) => {
          if (number > MAX_ATTEMPTS) {
            return settle(() => reject(unanswered(operation, component)));
          }
          stopTimer = clock.after(ATTEMPT_MS, () => attempt(number + 1));
          post({ id, body });
        };
        waiting.set(id, (reply) =>
          settle(() => {
            if (reply.kind === 'answered') resolve(reply.answer);
            else reject(asSottoError(fromPlainError(reply.error), { operation, component }));
          }),
        );
        signal?.addEventListener('abort', onAbort, { once: true });
        if (signal?.aborted) onAbort();
        else attempt(1);
      }),
    receive: (reply) => waiting.get(reply.id)?.(reply),
  };
}

export interface OnceOptions {
  readonly component: string;
  readonly clock: Clock;
  /** How long an id is remembered; far longer than its sender goes on and messages take. */
  readonly keepMs?: number;
  /** Most ids remembered: beyond them new ones are refused, because forgetting could do one twice. */
  readonly capacity?: number;
}

const KEEP_MS = 60_000;
const CAPACITY = 1000;

/** `handle`, done once for each id: whoever asks again gets the same reply. */
export function onceById<Body, Answer>(
  handle: (body: Body) => Promise<Answer>,
  { component, clock, keepMs = KEEP_MS, capacity = CAPACITY }: OnceOptions,
): (sent: Sent<Body>) => Promise<Reply<Answer>> {
  const known = new Map<
    string,
    { readonly reply: Promise<Reply<Answer>>; readonly atMs: number }
  >();
  const forgetOld = () => {
    for (const [id, { atMs }] of known) {
      if (clock.now() - atMs < keepMs) return;
      known.delete(id);
    }
  };
  return ({ id, body }) => {
    forgetOld();
    const before = known.get(id);
    if (before !== undefined) return before.reply;
    if (known.size >= capacity) return Promise.resolve(failed(id, tooMany(component)));
    const reply = handle(body).then(
      (answer): Reply<Answer> => ({ kind: 'answered', id, answer }),
      (thrown: unknown) => failed(id, thrown),
    );
    known.set(id, { reply, atMs: clock.now() });
    return reply;
  };
}

function failed(id: string, thrown: unknown): Reply<never> {
  return { kind: 'failed', id, error: toPlainError(thrown) };
}

function unanswered(operation: string, component: string): SottoError {
  return new SottoError(
    'There was no answer.',
    { kind: 'timeout', ms: ATTEMPT_MS * MAX_ATTEMPTS },
    { operation, component, suggestion: 'Try again; reload the page if it goes on.' },
  );
}

function tooMany(component: string): SottoError {
  return new SottoError(
    'Too much is asked at once.',
    { kind: 'resource', type: 'capacity' },
    { operation: 'receive', component, suggestion: 'Try again in a minute.' },
  );
}
