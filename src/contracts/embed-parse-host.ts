/** What the player understands of a host's messages. Anything else is `null`, and is not acted upon. */
import {
  EMBED_MARK,
  MOST_CHARACTERS,
  RECOVERY_OPERATIONS,
  TEXT_FORMATS,
  THEMES,
  type CallbackTarget,
  type Command,
  type EmbedRequest,
  type TextSource,
} from './embed-messages';
import { fieldsOf, hasOnly, isFinite, isText, isWhole, oneOf, type Fields } from './embed-shape';

const MOST_URL = 2048;
const MOST_NAME = 256;
const TOKEN = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const LANGUAGE = /^[a-z]{2,3}$/;
const FAILURE = /^[a-z_]{1,40}$/;

/** Of `connect`: the version that the host speaks. Null: it is no such message. */
export function parseHostMessage(data: unknown): { readonly version: number } | null {
  const fields = fieldsOf(data);
  if (fields === null || !hasOnly(fields, ['mark', 'version', 'kind'])) return null;
  const { mark, version, kind } = fields as { mark: unknown; version: unknown; kind: unknown };
  return mark === EMBED_MARK && kind === 'connect' && isWhole(version) ? { version } : null;
}

export type ParsedRequest =
  | { readonly kind: 'request'; readonly request: EmbedRequest }
  /** It can be answered: it has an id. */
  | { readonly kind: 'bad'; readonly id: number; readonly tooLarge: boolean };

/** Null: there is not even an id to answer to. */
export function parseRequest(data: unknown): ParsedRequest | null {
  const fields = fieldsOf(data);
  if (fields === null || fields['kind'] !== 'request') return null;
  const { id } = fields as { id: unknown };
  if (!isWhole(id) || id === 0) return null;
  const asked = hasOnly(fields, ['kind', 'id', 'command']) ? fieldsOf(fields['command']) : null;
  const command = asked === null ? null : parseCommand(asked);
  if (command !== null) return { kind: 'request', request: { kind: 'request', id, command } };
  return { kind: 'bad', id, tooLarge: asked !== null && isTooLarge(asked) };
}

function isTooLarge({ name, source }: Fields): boolean {
  const text = name === 'load' ? fieldsOf(source)?.['text'] : null;
  return typeof text === 'string' && text.length > MOST_CHARACTERS;
}

const PLAIN = [
  'prepare',
  'play',
  'pause',
  'stop',
  'next',
  'previous',
  'voices',
  'status',
  'bye',
] as const;

function parseCommand(fields: Fields): Command | null {
  const plain = oneOf(PLAIN, fields['name']);
  if (plain !== null) return hasOnly(fields, ['name']) ? { name: plain } : null;
  switch (fields['name']) {
    case 'load':
      return parseLoad(fields);
    case 'recovery':
      return parseRecovery(fields);
    default:
      return parseSetting(fields);
  }
}

function parseSetting(fields: Fields): Command | null {
  const { name, offset, speed, voiceId } = fields;
  const has = (field: string) => hasOnly(fields, ['name', field]);
  switch (name) {
    case 'seek':
      return has('offset') && isWhole(offset) ? { name, offset } : null;
    case 'speed':
      return has('speed') && isFinite(speed) && speed >= 0.5 && speed <= 3 ? { name, speed } : null;
    case 'voice':
      return has('voiceId') && isText(voiceId, 64) && TOKEN.test(voiceId)
        ? { name, voiceId }
        : null;
    case 'theme': {
      const theme = oneOf(THEMES, fields['theme']);
      return has('theme') && theme !== null ? { name, theme } : null;
    }
    default:
      return null;
  }
}

function parseLoad(fields: Fields): Command | null {
  const { callback: named, ...others } = fields;
  if (!hasOnly(others, ['name', 'source', 'language'])) return null;
  const { language } = others;
  const source = parseSource(others['source']);
  const callback = named === undefined ? undefined : parseCallback(named);
  if (source === null || callback === null) return null;
  const isSpoken = language === null || (isText(language, 3) && LANGUAGE.test(language));
  if (!isSpoken) return null;
  return { name: 'load', source, language, ...(callback === undefined ? {} : { callback }) };
}

function parseCallback(data: unknown): CallbackTarget | null {
  const { user, ...others } = fieldsOf(data) ?? {};
  const { url, story } = others;
  const isName = (value: unknown) => isText(value, MOST_NAME) && value.trim() !== '';
  if (!hasOnly(others, ['url', 'story'])) return null;
  if (!isText(url, MOST_URL) || !isText(story, MOST_NAME) || !isName(story)) return null;
  if (user === undefined) return { url, story };
  return isText(user, MOST_NAME) && isName(user) ? { url, story, user } : null;
}

function parseSource(data: unknown): TextSource | null {
  const fields = fieldsOf(data);
  if (fields === null) return null;
  const { kind, text, url } = fields;
  if (kind === 'url' && hasOnly(fields, ['kind', 'url'])) {
    return isText(url, MOST_URL) ? { kind, url } : null;
  }
  const format = oneOf(TEXT_FORMATS, fields['format']);
  if (kind !== 'text' || format === null || !hasOnly(fields, ['kind', 'text', 'format'])) {
    return null;
  }
  return isText(text, MOST_CHARACTERS) ? { kind, text, format } : null;
}

function parseRecovery(fields: Fields): Command | null {
  const operation = oneOf(RECOVERY_OPERATIONS, fields['operation']);
  const { failureType } = fields;
  if (operation === null || !hasOnly(fields, ['name', 'operation', 'failureType'])) return null;
  if (operation !== 'trigger') {
    return failureType === null ? { name: 'recovery', operation, failureType } : null;
  }
  const isNamed = isText(failureType, 40) && FAILURE.test(failureType);
  return isNamed ? { name: 'recovery', operation, failureType } : null;
}
