/** The messages between host page and embedded player, as types. */

/** Both sides say it first; another one is refused, never guessed at. */
export const EMBED_VERSION = 1;
/** The mark by which a window tells our messages from all others. */
export const EMBED_MARK = 'sotto-embed';
/** Hosts that may hold a port to one player, and players that may run beside each other. */
export const MOST_CLIENTS = 10;
/** Characters of a text, in UTF-16 units: a long book. */
export const MOST_CHARACTERS = 2_000_000;
/** Requests that may wait for their reply at once. */
export const MOST_WAITING = 64;

export interface HelloMessage {
  readonly mark: typeof EMBED_MARK;
  readonly version: number;
  readonly kind: 'hello';
}
/** Comes with a MessagePort. */
export interface ConnectMessage {
  readonly mark: typeof EMBED_MARK;
  readonly version: number;
  readonly kind: 'connect';
}

export const TEXT_FORMATS = ['plain', 'markdown', 'ssml'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const RECOVERY_OPERATIONS = ['status', 'health', 'actions', 'reset', 'trigger'] as const;
export type RecoveryOperation = (typeof RECOVERY_OPERATIONS)[number];

/** What to read. Offsets in events count UTF-16 units of it; of Markdown, those of what is left to read. */
export type TextSource =
  | { readonly kind: 'text'; readonly text: string; readonly format: TextFormat }
  /** Fetched by the player, so its own origin or one that permits it (CORS). */
  | { readonly kind: 'url'; readonly url: string };

/** Who is told by a post when the text can be heard, or why it cannot (docs/embedding.md). */
export interface CallbackTarget {
  /** Of success; where failures are told follows from it (contracts/callback.ts). */
  readonly url: string;
  /** The host's own names of the text and of whoever listens. */
  readonly story: string;
  readonly user?: string;
}

export type Command =
  | {
      readonly name: 'load';
      readonly source: TextSource;
      readonly language: string | null;
      readonly callback?: CallbackTarget;
    }
  /** Fetches the voice and makes the first words. */
  | { readonly name: 'prepare' }
  /** Answered when it sounds. */
  | { readonly name: 'play' }
  | { readonly name: 'pause' }
  | { readonly name: 'stop' }
  | { readonly name: 'next' }
  | { readonly name: 'previous' }
  /** To the word at or after this character. */
  | { readonly name: 'seek'; readonly offset: number }
  /** 0.5 to 3, without a change of pitch. */
  | { readonly name: 'speed'; readonly speed: number }
  | { readonly name: 'voice'; readonly voiceId: string }
  | { readonly name: 'theme'; readonly theme: Theme }
  | { readonly name: 'voices' }
  | { readonly name: 'status' }
  | {
      readonly name: 'recovery';
      readonly operation: RecoveryOperation;
      /** In snake case; of `trigger` alone. */
      readonly failureType: string | null;
    }
  /** The client lets go of its place. */
  | { readonly name: 'bye' };
export type CommandName = Command['name'];

export interface EmbedRequest {
  readonly kind: 'request';
  /** A positive whole number, the client's own. */
  readonly id: number;
  readonly command: Command;
}

export const ERROR_CODES = [
  'bad_request',
  'unsupported_version',
  'too_large',
  'too_many',
  'capacity',
  'blocked',
  'text',
  'network',
  'storage',
  'device',
  'cancelled',
  'timeout',
  'internal',
] as const;
export type EmbedErrorCode = (typeof ERROR_CODES)[number];

export interface EmbedError {
  readonly code: EmbedErrorCode;
  /** Plain sentences for a listener: what happened, and what to do. */
  readonly message: string;
  readonly suggestion: string;
}

export interface EmbedVoice {
  readonly id: string;
  readonly name: string;
  /** BCP 47. */
  readonly locale: string;
  readonly languages: readonly string[];
  readonly bytes: number;
}

export const PLAYER_STATES = [
  'empty',
  'idle',
  'preparing',
  'playing',
  'paused',
  /** The browser wants a click into the player before it lets it sound. */
  'blocked',
  'ended',
  'failed',
] as const;
export type PlayerState = (typeof PLAYER_STATES)[number];

export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export interface PlayerStatus {
  readonly state: PlayerState;
  /** UTF-16 units of the text, from its beginning. */
  readonly offset: number;
  readonly length: number;
  readonly spokenSeconds: number;
  /** Null before anything was spoken. */
  readonly leftSeconds: number | null;
  readonly speed: number;
  readonly voiceId: string | null;
}

export interface PlayerInfo {
  readonly version: number;
  readonly voices: readonly EmbedVoice[];
  readonly status: PlayerStatus;
  /** Shared memory and threads are there; without them it works, a little slower. */
  readonly isolated: boolean;
  /** Voices are kept on the device; without storage they are fetched anew on every visit. */
  readonly persistent: boolean;
}

export type EmbedEvent =
  | {
      readonly type: 'state';
      readonly state: PlayerState;
      /** Of the voice, while `preparing` fetches it. */
      readonly download: { readonly receivedBytes: number; readonly totalBytes: number } | null;
    }
  /** A word begins to sound; null in pauses and at the end. */
  | { readonly type: 'word'; readonly word: TextSpan | null; readonly sentence: TextSpan | null }
  | { readonly type: 'progress'; readonly status: PlayerStatus }
  /** Less than the best speaks, and why in plain words; null: all is well again. */
  | { readonly type: 'degraded'; readonly reason: string | null }
  | { readonly type: 'error'; readonly error: EmbedError }
  | { readonly type: 'ended' };
export type EmbedEventName = EmbedEvent['type'];

export type PlayerMessage =
  | { readonly kind: 'ready'; readonly info: PlayerInfo }
  | { readonly kind: 'refused'; readonly error: EmbedError }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly error: EmbedError }
  | { readonly kind: 'event'; readonly event: EmbedEvent };
