/** A player in a frame, as an object. Every promise settles; those that reject do so with a PlayerError. */
import type {
  CallbackTarget,
  Command,
  EmbedEvent,
  EmbedVoice,
  PlayerInfo,
  PlayerStatus,
  RecoveryOperation,
  TextFormat,
  Theme,
} from '../contracts/embed';
import { PlayerError } from './errors';
import { Link } from './link';

export interface PlayerEvents {
  /** The player is there; again when its frame was loaded anew, which has forgotten its text. */
  ready: PlayerInfo;
  state: Omit<Extract<EmbedEvent, { type: 'state' }>, 'type'>;
  word: Omit<Extract<EmbedEvent, { type: 'word' }>, 'type'>;
  progress: PlayerStatus;
  /** Null: all is well again. */
  degraded: string | null;
  error: PlayerError;
  ended: undefined;
}

export interface LoadedText {
  /** UTF-16 units. */
  readonly length: number;
  /** The text that offsets count, where it is not the one that was sent. */
  readonly text: string | null;
}

export interface LoadOptions {
  readonly format?: TextFormat;
  /** Of the text, e.g. `en`; by default that of the voice. */
  readonly language?: string;
  /** Posted to when the text can be heard, or cannot, with your own name of it; never the text. */
  readonly callback?: CallbackTarget;
}

const SOON_MS = 10_000;
const FETCH_MS = 30_000;
/** A voice may have to be fetched first. */
const VOICE_MS = 300_000;

export class SottoPlayer {
  readonly iframe: HTMLIFrameElement;
  readonly #link: Link;
  readonly #listeners: { [Name in keyof PlayerEvents]?: Set<(payload: never) => void> } = {};

  constructor(iframe: HTMLIFrameElement, origin: string, connectTimeoutMs: number) {
    this.iframe = iframe;
    this.#link = new Link(iframe, origin, connectTimeoutMs, {
      onReady: (info) => this.#emit('ready', info),
      onEvent: (event) => this.#onEvent(event),
      onLost: (error) => this.#emit('error', error),
    });
  }

  /** For `mount`: the frame is in its place. */
  attached(): void {
    this.#link.watch();
  }

  get ready(): Promise<PlayerInfo> {
    return this.#link.connected;
  }

  /** A text, or `{ url }` of one that the player may fetch. */
  load(source: string | { readonly url: string }, options: LoadOptions = {}): Promise<LoadedText> {
    const { format = 'plain', language = null, callback } = options;
    return this.#ask<LoadedText>(
      {
        name: 'load',
        source:
          typeof source === 'string'
            ? { kind: 'text', text: source, format }
            : { kind: 'url', url: source.url },
        language,
        ...(callback && { callback }),
      },
      FETCH_MS,
    );
  }

  /** Fetches the voice and makes the first words, so that `play` sounds at once. */
  prepare(): Promise<void> {
    return this.#ask({ name: 'prepare' }, VOICE_MS);
  }

  /** Resolves when it sounds; `blocked` where the browser wants a click into the player first. */
  play(): Promise<void> {
    return this.#ask({ name: 'play' }, VOICE_MS);
  }

  pause = (): Promise<void> => this.#ask({ name: 'pause' });
  stop = (): Promise<void> => this.#ask({ name: 'stop' });
  next = (): Promise<void> => this.#ask({ name: 'next' });
  previous = (): Promise<void> => this.#ask({ name: 'previous' });

  /** To the word at or after this character. */
  seek(offset: number): Promise<void> {
    return this.#ask({ name: 'seek', offset });
  }

  /** 0.5 to 3. */
  setSpeed(speed: number): Promise<void> {
    return this.#ask({ name: 'speed', speed });
  }

  setVoice(voiceId: string): Promise<void> {
    return this.#ask({ name: 'voice', voiceId });
  }

  setTheme(theme: Theme): Promise<void> {
    return this.#ask({ name: 'theme', theme });
  }

  voices(): Promise<readonly EmbedVoice[]> {
    return this.#ask({ name: 'voices' });
  }

  status(): Promise<PlayerStatus> {
    return this.#ask({ name: 'status' });
  }

  /** The recovery API; answers are as over HTTP, in snake case (docs/operations.md). */
  readonly recovery = {
    status: () => this.#recover('status'),
    health: () => this.#recover('health'),
    actions: () => this.#recover('actions'),
    reset: () => this.#recover('reset'),
    trigger: (failureType: string) => this.#recover('trigger', failureType),
  };

  /** Returns how to stop. */
  on<Name extends keyof PlayerEvents>(
    name: Name,
    listener: (payload: PlayerEvents[Name]) => void,
  ): () => void {
    const set = (this.#listeners[name] ??= new Set());
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Takes the frame out; whatever waits rejects with `destroyed`. */
  destroy(): void {
    this.#link.close(new PlayerError('destroyed', 'The player was destroyed.'));
    this.iframe.remove();
  }

  #recover(operation: RecoveryOperation, failureType: string | null = null): Promise<unknown> {
    return this.#ask({ name: 'recovery', operation, failureType });
  }

  #ask<T>(command: Command, timeoutMs = SOON_MS): Promise<T> {
    return this.#link.call(command, timeoutMs) as Promise<T>;
  }

  #onEvent(event: EmbedEvent): void {
    switch (event.type) {
      case 'state':
        return this.#emit('state', { state: event.state, download: event.download });
      case 'word':
        return this.#emit('word', { word: event.word, sentence: event.sentence });
      case 'progress':
        return this.#emit('progress', event.status);
      case 'degraded':
        return this.#emit('degraded', event.reason);
      case 'error': {
        const { code, message, suggestion } = event.error;
        return this.#emit('error', new PlayerError(code, message, suggestion));
      }
      case 'ended':
        return this.#emit('ended', undefined);
    }
  }

  #emit<Name extends keyof PlayerEvents>(name: Name, payload: PlayerEvents[Name]): void {
    for (const listener of this.#listeners[name] ?? []) {
      try {
        (listener as (payload: PlayerEvents[Name]) => void)(payload);
      } catch (thrown) {
        reportError(thrown);
      }
    }
  }
}
