import type { EmbedError, EmbedErrorCode } from '../contracts/embed';

/** Those of the player, and those that only the host's side can know. */
export type PlayerErrorCode =
  | EmbedErrorCode
  /** The frame was taken out of the page. */
  | 'removed'
  /** Another document is in the frame, or the player was loaded anew. */
  | 'navigated'
  /** `destroy` was called. */
  | 'destroyed';

/** What every promise of the SDK rejects with. */
export class PlayerError extends Error {
  readonly code: PlayerErrorCode;
  /** A plain sentence: what to do. */
  readonly suggestion: string;

  constructor(code: PlayerErrorCode, message: string, suggestion = '') {
    super(message);
    this.name = 'PlayerError';
    this.code = code;
    this.suggestion = suggestion;
  }
}

export function playerError({ code, message, suggestion }: EmbedError): PlayerError {
  return new PlayerError(code, message, suggestion);
}
