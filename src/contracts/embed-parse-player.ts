/** What the SDK understands of a player's messages. Anything else is `null`, and is not acted upon. */
import {
  EMBED_MARK,
  ERROR_CODES,
  PLAYER_STATES,
  type EmbedError,
  type EmbedEvent,
  type PlayerInfo,
  type PlayerMessage,
  type PlayerStatus,
  type TextSpan,
} from './embed-messages';
import { fieldsOf, isFinite, isText, isWhole, oneOf } from './embed-shape';

const MOST_SENTENCE = 2000;

/** The version that the player speaks; null: it is no such message. */
export function parseHello(data: unknown): number | null {
  const fields = fieldsOf(data);
  const version = fields?.['version'];
  return fields?.['mark'] === EMBED_MARK && fields['kind'] === 'hello' && isWhole(version)
    ? version
    : null;
}

export function parsePlayerMessage(data: unknown): PlayerMessage | null {
  const fields = fieldsOf(data);
  if (fields === null) return null;
  const { kind, id, ok, result } = fields;
  const error = parseError(fields['error']);
  switch (kind) {
    case 'ready': {
      const info = fieldsOf(fields['info']);
      // Its status is looked at, because the SDK acts upon it; the rest is handed on.
      return info !== null && parseStatus(info['status']) !== null
        ? { kind, info: info as unknown as PlayerInfo }
        : null;
    }
    case 'refused':
      return error && { kind, error };
    case 'reply':
      if (!isWhole(id)) return null;
      if (ok === true) return { kind, id, ok, result };
      return ok === false && error !== null ? { kind, id, ok, error } : null;
    case 'event': {
      const event = parseEvent(fields['event']);
      return event && { kind, event };
    }
    default:
      return null;
  }
}

function parseEvent(data: unknown): EmbedEvent | null {
  const fields = fieldsOf(data);
  if (fields === null) return null;
  const { type, reason } = fields;
  switch (type) {
    case 'state': {
      const state = oneOf(PLAYER_STATES, fields['state']);
      const download = fieldsOf(fields['download']);
      const { receivedBytes, totalBytes } = download ?? {};
      const known = isWhole(receivedBytes) && isWhole(totalBytes);
      return state && { type, state, download: known ? { receivedBytes, totalBytes } : null };
    }
    case 'word':
      return { type, word: parseSpan(fields['word']), sentence: parseSpan(fields['sentence']) };
    case 'progress': {
      const status = parseStatus(fields['status']);
      return status && { type, status };
    }
    case 'degraded':
      return reason === null || isText(reason, MOST_SENTENCE) ? { type, reason } : null;
    case 'error': {
      const error = parseError(fields['error']);
      return error && { type, error };
    }
    case 'ended':
      return { type };
    default:
      return null;
  }
}

function parseSpan(data: unknown): TextSpan | null {
  const { start, end } = fieldsOf(data) ?? {};
  return isWhole(start) && isWhole(end) && start <= end ? { start, end } : null;
}

export function parseStatus(data: unknown): PlayerStatus | null {
  const fields = fieldsOf(data);
  const state = oneOf(PLAYER_STATES, fields?.['state']);
  return fields !== null &&
    state !== null &&
    isWhole(fields['offset']) &&
    isWhole(fields['length']) &&
    isFinite(fields['spokenSeconds']) &&
    isFinite(fields['speed'])
    ? (fields as unknown as PlayerStatus)
    : null;
}

function parseError(data: unknown): EmbedError | null {
  const { code, message, suggestion } = fieldsOf(data) ?? {};
  const known = oneOf(ERROR_CODES, code);
  return known !== null && isText(message, MOST_SENTENCE) && isText(suggestion, MOST_SENTENCE)
    ? { code: known, message, suggestion }
    : null;
}
