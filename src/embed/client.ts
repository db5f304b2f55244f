/** One host's port: requests in, replies and events out. A host that floods is told once, and harms nothing. */
import type { Clock } from '../base/clock';
import {
  MOST_WAITING,
  parseRequest,
  type Command,
  type EmbedError,
  type EmbedEvent,
  type EmbedRequest,
  type PlayerInfo,
  type PlayerMessage,
} from '../contracts/embed';
import { Budget } from './budget';
import { toEmbedError } from './errors';

/** The part of a MessagePort that is used. */
export interface ClientPort {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: PlayerMessage): void;
  close(): void;
}

export interface ClientDeps {
  readonly port: ClientPort;
  readonly run: (command: Command) => Promise<unknown>;
  readonly clock: Clock;
  /** It said good-bye, or its port is dead. */
  readonly onGone: () => void;
}

/** A listener who drags a slider asks often; nobody asks more often than this. */
const MOST_AT_ONCE = 100;
const PER_SECOND = 50;

export class Client {
  readonly #deps: ClientDeps;
  readonly #budget: Budget;
  #waiting = 0;
  #isDropping = false;

  constructor(deps: ClientDeps, info: PlayerInfo) {
    this.#deps = deps;
    this.#budget = new Budget(deps.clock, MOST_AT_ONCE, PER_SECOND);
    deps.port.onmessage = ({ data }) => this.#onMessage(data);
    this.#post({ kind: 'ready', info });
  }

  tell(event: EmbedEvent): void {
    this.#post({ kind: 'event', event });
  }

  close(): void {
    this.#deps.port.onmessage = null;
    this.#deps.port.close();
  }

  #onMessage(data: unknown): void {
    if (!this.#budget.take() || this.#waiting >= MOST_WAITING) return this.#drop();
    this.#isDropping = false;
    const parsed = parseRequest(data);
    if (parsed === null) return;
    if (parsed.kind === 'request') void this.#answer(parsed.request);
    else this.#refuse(parsed.id, parsed.tooLarge ? TOO_LARGE : BAD_REQUEST);
  }

  /** What is dropped gets no reply; the SDK's own deadline ends its wait. */
  #drop(): void {
    if (this.#isDropping) return;
    this.#isDropping = true;
    this.tell({ type: 'error', error: TOO_MANY });
  }

  async #answer({ id, command }: EmbedRequest): Promise<void> {
    this.#waiting++;
    try {
      const result = (await this.#deps.run(command)) ?? null;
      this.#post({ kind: 'reply', id, ok: true, result });
    } catch (thrown) {
      this.#refuse(id, toEmbedError(thrown, command.name));
    } finally {
      this.#waiting--;
    }
    if (command.name === 'bye') this.#deps.onGone();
  }

  #refuse(id: number, error: EmbedError): void {
    this.#post({ kind: 'reply', id, ok: false, error });
  }

  #post(message: PlayerMessage): void {
    this.#deps.port.postMessage(message);
  }
}

const BAD_REQUEST: EmbedError = {
  code: 'bad_request',
  message: 'The player does not understand this request.',
  suggestion: 'See the table of messages in docs/embedding.md.',
};
const TOO_LARGE: EmbedError = {
  code: 'too_large',
  message: 'The text is too long.',
  suggestion: 'Give it in parts.',
};
const TOO_MANY: EmbedError = {
  code: 'too_many',
  message: 'Too much is asked at once; some requests were dropped.',
  suggestion: 'Ask again in a second.',
};
