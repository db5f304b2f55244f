/**
 * The recovery API as messages between windows: `{ sotto: 'recovery', version: 1, id, operation, … }`,
 * answered with `{ sotto: 'recovery', version: 1, id, ok, result | error }`. Other messages pass by.
 */
import * as v from 'valibot';
import type { Clock } from '../base/clock';
import { wireError, type WireAnswer } from '../contracts/recovery-wire';
import { onceById } from '../rpc/resend';
import type { Answer } from './answer';

export const MESSAGE_VERSION = 1;
const MARK = 'recovery';

export type RecoveryReply = WireAnswer & {
  readonly sotto: typeof MARK;
  readonly version: typeof MESSAGE_VERSION;
  readonly id: string;
};

/** What `window` and the parts of its message events are for us; small enough to fake. */
export interface MessageWindow {
  addEventListener(type: 'message', listener: (event: WindowMessage) => void): void;
  removeEventListener(type: 'message', listener: (event: WindowMessage) => void): void;
}
export interface WindowMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly source: {
    postMessage(message: unknown, options: { targetOrigin: string }): void;
  } | null;
}

export interface RecoveryMessagesDeps {
  readonly window: MessageWindow;
  readonly answer: Answer;
  /** Decides who may ask. Those who may not get no answer: they learn not even that somebody is there. */
  readonly isAllowed: (origin: string) => boolean;
  readonly clock: Clock;
}

const marked = v.object({ sotto: v.literal(MARK), id: v.pipe(v.string(), v.maxLength(100)) });
const versioned = v.object({ version: v.literal(MESSAGE_VERSION) });

/** Returns how to stop. */
export function answerMessages(deps: RecoveryMessagesDeps): () => void {
  const { window, answer, isAllowed, clock } = deps;
  const once = onceById(answer, { component: 'recovery-messages', clock });
  const onMessage = (event: WindowMessage) => {
    const { data, origin, source } = event;
    const envelope = v.safeParse(marked, data);
    if (!envelope.success || source === null || !isAllowed(origin)) return;
    const { id } = envelope.output;
    const reply = (answered: WireAnswer) => {
      const message: RecoveryReply = { sotto: MARK, version: MESSAGE_VERSION, id, ...answered };
      source.postMessage(message, { targetOrigin: origin });
    };
    if (!v.is(versioned, data)) {
      reply(wireError('unsupported_version', `Only version ${MESSAGE_VERSION} is understood.`));
      return;
    }
    // Ids are the sender's own: two of them may use the same.
    void once({ id: `${origin} ${id}`, body: data }).then((result) =>
      reply(
        result.kind === 'answered'
          ? result.answer
          : wireError('unavailable', 'Too much is asked at once. Try again in a minute.'),
      ),
    );
  };
  window.addEventListener('message', onMessage);
  return () => window.removeEventListener('message', onMessage);
}
