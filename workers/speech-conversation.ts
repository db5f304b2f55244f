/** The service worker's end of a conversation with a page that speaks (contracts/speech-http-wire.ts). */
import type { Clock } from '../src/base/clock';
import { pageWentAway } from '../src/contracts/speech-http-problem';
import type {
  SpeechAsk,
  SpeechCall,
  SpeechMessage,
  SpeechReply,
} from '../src/contracts/speech-http-wire';
import { ATTEMPT_MS, MAX_ATTEMPTS } from '../src/rpc/resend';
import type { AskedPage } from './recovery-routes';

/** What a pull is answered by. */
export type SpeechStep = Exclude<SpeechReply, { readonly kind: 'taken' | 'alive' }>;

const PING_EVERY_MS = 2000;
/** A page that is busy fetching, compiling or laying out is no dead one. */
const GONE_AFTER_MS = 20_000;

/** Null: the page does not answer. It is asked three times for a second, and then let off. */
export function converse(
  page: AskedPage,
  call: SpeechCall,
  clock: Clock,
): Promise<Conversation | null> {
  return new Promise((resolve) => {
    const ports: MessagePort[] = [];
    let stopTimer = () => {};
    const settle = (taken: MessagePort | null) => {
      stopTimer();
      for (const port of ports) if (port !== taken) leave(port);
      resolve(taken === null ? null : new Conversation(taken, clock));
    };
    const attempt = (number: number) => {
      if (number > MAX_ATTEMPTS) return settle(null);
      stopTimer = clock.after(ATTEMPT_MS, () => attempt(number + 1));
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      port1.onmessage = () => settle(port1);
      const message: SpeechMessage = { type: 'speech', call };
      page.postMessage(message, [port2]);
    };
    attempt(1);
  });
}

export class Conversation {
  readonly #port: MessagePort;
  readonly #clock: Clock;
  #heardAtMs: number;
  #stopTimer = () => {};
  #isOver = false;
  #waiting: {
    readonly resolve: (step: SpeechStep) => void;
    readonly reject: (thrown: unknown) => void;
  } | null = null;

  constructor(port: MessagePort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
    this.#heardAtMs = clock.now();
    port.onmessage = ({ data }) => this.#hear(data as SpeechReply);
    // Where browsers tell of it; the others are found out by their silence.
    port.addEventListener('close', () => this.cancel());
    this.#watch();
  }

  /** One at a time. Rejects with a `SpeechProblem` when the page is gone. */
  next(): Promise<SpeechStep> {
    if (this.#isOver) return Promise.reject(pageWentAway());
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#post({ kind: 'pull' });
    });
  }

  /** The page stops its work; whoever waits is told that it is gone. */
  cancel(): void {
    if (this.#isOver) return;
    this.#over();
    leave(this.#port);
    this.#waiting?.reject(pageWentAway());
  }

  #hear(reply: SpeechReply): void {
    this.#heardAtMs = this.#clock.now();
    if (reply.kind === 'taken' || reply.kind === 'alive') return;
    if (reply.kind !== 'part') {
      this.#over();
      this.#port.close();
    }
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(reply);
  }

  #watch(): void {
    this.#stopTimer = this.#clock.after(PING_EVERY_MS, () => {
      if (this.#clock.now() - this.#heardAtMs > GONE_AFTER_MS) return this.cancel();
      this.#post({ kind: 'ping' });
      this.#watch();
    });
  }

  #over(): void {
    this.#isOver = true;
    this.#stopTimer();
  }

  #post(ask: SpeechAsk): void {
    this.#port.postMessage(ask);
  }
}

function leave(port: MessagePort): void {
  const ask: SpeechAsk = { kind: 'cancel' };
  port.postMessage(ask);
  port.close();
}
