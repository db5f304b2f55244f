/** The page's end of speech over HTTP: speaks what the service worker asks for, as fast as it is asked. */
import type { Clock } from '../base/clock';
import { asSpeechProblem } from '../contracts/speech-http-problem';
import {
  parseSpeechAsk,
  parseSpeechMessage,
  type SpeechCall,
  type SpeechReply,
  type SpeechUsage,
} from '../contracts/speech-http-wire';
import type { BridgeContainer } from './http-bridge';
import { speakRequest, type SpeakDeps } from './speech-door-speak';
import { voicesAsJson } from './speech-door-voices';

export interface SpeechDoorDeps extends SpeakDeps {
  /** `navigator.serviceWorker`; null where there is none. */
  readonly container: BridgeContainer | null;
  readonly clock: Clock;
}

export interface SpeechDoor {
  /** Something is being spoken: the page should not be reloaded now. */
  readonly isBusy: boolean;
  close(): void;
}

/** The service worker is heard every two seconds while it lives. */
const FORSAKEN_AFTER_MS = 60_000;

export function openSpeechDoor(deps: SpeechDoorDeps): SpeechDoor {
  const { container } = deps;
  const talks = new Set<Talk>();
  const onMessage = ({ data, ports }: { data: unknown; ports: readonly unknown[] }) => {
    const message = parseSpeechMessage(data);
    const [port] = ports;
    if (message === null || !(port instanceof MessagePort)) return;
    const begin = (signal: AbortSignal) => partsOf(message.call, deps, signal);
    const talk = new Talk(port, begin, deps.clock, () => talks.delete(talk));
    talks.add(talk);
  };
  container?.addEventListener('message', onMessage);
  return {
    get isBusy() {
      return [...talks].some(({ hasBegun }) => hasBegun);
    },
    close: () => {
      container?.removeEventListener('message', onMessage);
      for (const talk of [...talks]) talk.end();
    },
  };
}

type Parts = AsyncGenerator<Uint8Array<ArrayBuffer>, SpeechUsage>;

function partsOf(call: SpeechCall, deps: SpeechDoorDeps, signal: AbortSignal): Parts {
  switch (call.operation) {
    case 'speech':
      return speakRequest(call.request, deps, signal);
    case 'voices':
      return listVoices(deps);
  }
}

async function* listVoices({ shelf }: SpeechDoorDeps): Parts {
  yield await voicesAsJson(shelf);
  return { characters: 0, seconds: 0 };
}

/** One request: does nothing before the first pull, and everything but the pulled parts stops at its end. */
class Talk {
  readonly #port: MessagePort;
  readonly #begin: (signal: AbortSignal) => Parts;
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  readonly #stopping = new AbortController();
  #parts: Parts | null = null;
  #turn: Promise<void> = Promise.resolve();
  #stopTimer = () => {};

  constructor(
    port: MessagePort,
    begin: (signal: AbortSignal) => Parts,
    clock: Clock,
    onEnd: () => void,
  ) {
    this.#port = port;
    this.#begin = begin;
    this.#clock = clock;
    this.#onEnd = onEnd;
    port.onmessage = ({ data }) => this.#hear(data);
    // Where browsers tell of it; elsewhere its silence does.
    port.addEventListener('close', () => this.end());
    this.#await();
    this.#post({ kind: 'taken' });
  }

  get hasBegun(): boolean {
    return this.#parts !== null;
  }

  end(): void {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    this.#stopTimer();
    // Lets go of the engine; what it waits for sees the signal.
    this.#parts?.return({ characters: 0, seconds: 0 }).catch(() => undefined);
    this.#port.close();
    this.#onEnd();
  }

  #hear(data: unknown): void {
    const ask = parseSpeechAsk(data);
    if (ask === null) return;
    this.#await();
    switch (ask.kind) {
      case 'ping':
        return this.#post({ kind: 'alive' });
      case 'cancel':
        return this.end();
      case 'pull':
        this.#turn = this.#turn.then(() => this.#give());
    }
  }

  #await(): void {
    this.#stopTimer();
    this.#stopTimer = this.#clock.after(FORSAKEN_AFTER_MS, () => this.end());
  }

  async #give(): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    try {
      this.#parts ??= this.#begin(signal);
      const step = await this.#parts.next();
      if (signal.aborted) return;
      if (step.done === true) {
        this.#post({ kind: 'end', usage: step.value });
        this.end();
      } else {
        this.#post({ kind: 'part', bytes: step.value }, [step.value.buffer]);
      }
    } catch (thrown) {
      if (signal.aborted) return;
      this.#post({ kind: 'failed', problem: asSpeechProblem(thrown).plain });
      this.end();
    }
  }

  #post(reply: SpeechReply, transfer: Transferable[] = []): void {
    this.#port.postMessage(reply, transfer);
  }
}
