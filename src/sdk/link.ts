/** The way to the player in a frame: handshake, port, and everything that can end them. */
import {
  EMBED_MARK,
  EMBED_VERSION,
  parseHello,
  parsePlayerMessage,
  type Command,
  type ConnectMessage,
  type EmbedEvent,
  type PlayerInfo,
} from '../contracts/embed';
import { Calls } from './calls';
import { PlayerError, playerError } from './errors';

export interface LinkListener {
  onReady(info: PlayerInfo): void;
  onEvent(event: EmbedEvent): void;
  /** The connection ended without being asked to. */
  onLost(error: PlayerError): void;
}

export class Link {
  readonly #frame: HTMLIFrameElement;
  /** Of the player; `null` where its frame has none (a sandbox without allow-same-origin). */
  readonly #origin: string;
  readonly #listener: LinkListener;
  readonly #calls = new Calls();
  readonly #stop = new AbortController();
  readonly #observer = new MutationObserver(() => this.#checkAttached());
  #connected!: PromiseWithResolvers<PlayerInfo>;
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  #port: MessagePort | null = null;
  #end: PlayerError | null = null;
  #wasAttached = false;
  #loads = 0;
  #hellos = 0;

  constructor(
    frame: HTMLIFrameElement,
    origin: string,
    connectTimeoutMs: number,
    listener: LinkListener,
  ) {
    this.#frame = frame;
    this.#origin = origin;
    this.#listener = listener;
    const { signal } = this.#stop;
    this.#await(connectTimeoutMs);
    addEventListener('message', (event) => this.#onWindowMessage(event), { signal });
    frame.addEventListener(
      'load',
      () => {
        // Each document of ours says hello once. One that loads and does not is another's.
        if (++this.#loads <= this.#hellos || this.#port === null) return;
        this.#hellos = this.#loads;
        this.#lose(new PlayerError('navigated', 'Another page is in the frame of the player.'));
        this.#await(connectTimeoutMs);
      },
      { signal },
    );
    this.#observer.observe(document, { childList: true, subtree: true });
  }

  get connected(): Promise<PlayerInfo> {
    return this.#connected.promise;
  }

  /** To be called when the frame was put into its place, which may be a shadow tree. */
  watch(): void {
    this.#wasAttached = this.#frame.isConnected;
    const root = this.#frame.getRootNode();
    if (root !== document) this.#observer.observe(root, { childList: true, subtree: true });
  }

  /** Waits for the player to be there, within its deadline. */
  async call(command: Command, timeoutMs: number): Promise<unknown> {
    await this.connected;
    const port = this.#port;
    if (port === null) throw this.#end ?? new PlayerError('navigated', 'The player is gone.');
    return this.#calls.send(command, timeoutMs, (request) => port.postMessage(request));
  }

  close(error: PlayerError): void {
    if (this.#end !== null) return;
    this.#end = error;
    this.#port?.postMessage({ kind: 'request', id: 2 ** 40, command: { name: 'bye' } });
    this.#stop.abort();
    this.#observer.disconnect();
    this.#lose(error);
  }

  #await(timeoutMs: number): void {
    clearTimeout(this.#connectTimer);
    this.#connected?.reject(new PlayerError('navigated', 'The player was loaded anew.'));
    this.#connected = Promise.withResolvers();
    // Who does not wait for it must not be told of an unhandled rejection.
    this.#connected.promise.catch(() => undefined);
    this.#connectTimer = setTimeout(() => {
      this.#connected.reject(new PlayerError('timeout', 'The player did not answer.'));
    }, timeoutMs);
  }

  #checkAttached(): void {
    if (this.#frame.isConnected) this.#wasAttached = true;
    else if (this.#wasAttached) {
      this.close(new PlayerError('removed', 'The player was taken out of the page.'));
    }
  }

  #onWindowMessage({ data, origin, source }: MessageEvent): void {
    const target = this.#frame.contentWindow;
    if (target === null || source !== target || origin !== this.#origin) return;
    if (parseHello(data) === null) return;
    this.#hellos++;
    if (this.#port !== null) {
      this.#lose(new PlayerError('navigated', 'The player was loaded anew.'));
      this.#await(CONNECT_AGAIN_MS);
    }
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data: message }) => this.#onPortMessage(port1, message);
    const connect: ConnectMessage = { mark: EMBED_MARK, version: EMBED_VERSION, kind: 'connect' };
    target.postMessage(connect, this.#origin === 'null' ? '*' : this.#origin, [port2]);
  }

  #onPortMessage(port: MessagePort, data: unknown): void {
    const message = parsePlayerMessage(data);
    if (message === null || port !== this.#port) return;
    switch (message.kind) {
      case 'ready':
        clearTimeout(this.#connectTimer);
        this.#connected.resolve(message.info);
        return this.#listener.onReady(message.info);
      case 'refused':
        this.#connected.reject(playerError(message.error));
        return this.#lose(playerError(message.error));
      case 'reply':
        return this.#calls.settle(message);
      case 'event':
        return this.#listener.onEvent(message.event);
    }
  }

  #lose(error: PlayerError): void {
    clearTimeout(this.#connectTimer);
    this.#port?.close();
    this.#port = null;
    this.#connected.reject(error);
    this.#calls.rejectAll(error);
    if (error.code !== 'destroyed') this.#listener.onLost(error);
  }
}

const CONNECT_AGAIN_MS = 20_000;
