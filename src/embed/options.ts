/** What the address of the player asks for. Each part is judged alone: a bad one is told and left out. */
import {
  TEXT_FORMATS,
  THEMES,
  type CallbackTarget,
  type TextSource,
  type Theme,
} from '../contracts/embed';
import { parseCallbackUrl } from '../contracts/callback';
import { isLanguage, type Language } from '../contracts/text';

export interface EmbedOptions {
  readonly voiceId: string | null;
  readonly language: Language | null;
  readonly theme: Theme;
  /** `#rrggbb`, or null for Sotto's own. */
  readonly accent: string | null;
  /** 0.5 to 3. */
  readonly speed: number;
  readonly title: string | null;
  /** What to read; null: it comes by message. */
  readonly source: TextSource | null;
  /** Who may send messages; without any the player listens to nobody. */
  readonly origins: readonly string[];
  /** Fetches the voice at once; otherwise when somebody comes near. */
  readonly preloads: boolean;
  /** Who is told of texts that name nobody else. */
  readonly callback: CallbackTarget | null;
  /** Plain sentences for whoever wrote the address. */
  readonly problems: readonly string[];
}

const MOST_INLINE_CHARACTERS = 5000;
const MOST_TITLE_CHARACTERS = 200;
const MOST_ORIGINS = 10;
const MOST_NAME_CHARACTERS = 256;
const TOKEN = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

export function parseOptions(query: string): EmbedOptions {
  const asked = new URLSearchParams(query);
  const problems: string[] = [];
  const read = <T>(
    name: string,
    otherwise: T,
    judge: (value: string) => T | null,
    must: string,
  ) => {
    const value = asked.get(name);
    if (value === null || value === '') return otherwise;
    const judged = judge(value);
    if (judged === null) problems.push(`“${name}” must be ${must}; it was left out.`);
    return judged ?? otherwise;
  };
  const within = (most: number) => (value: string) => (value.length <= most ? value : null);
  const format = read(
    'format',
    'plain' as const,
    (value) => TEXT_FORMATS.find((one) => one === value) ?? null,
    TEXT_FORMATS.join(', '),
  );
  const text = read<string | null>(
    'text',
    null,
    within(MOST_INLINE_CHARACTERS),
    `at most ${MOST_INLINE_CHARACTERS} characters`,
  );
  const url = read<string | null>('src', null, within(2048), 'an address');
  const remote: TextSource | null = url === null ? null : { kind: 'url', url };
  const name = (value: string) =>
    value.trim() === '' ? null : within(MOST_NAME_CHARACTERS)(value);
  const story = read<string | null>('story', null, name, 'short');
  const user = read<string | null>('user', null, name, 'short');
  const receiver = read<CallbackTarget | null>(
    'callback',
    null,
    (value) => {
      const parsed = parseCallbackUrl(value);
      if (!parsed.ok || story === null) return null;
      return { url: parsed.url, story, ...(user === null ? {} : { user }) };
    },
    'an http(s) address, and “story” must name the text',
  );
  return {
    voiceId: read<string | null>('voice', null, token, 'the id of a voice'),
    language: read<string | null>('language', null, language, 'like “en”'),
    theme: read<Theme>('theme', 'auto', theme, THEMES.join(', ')),
    accent: read<string | null>('accent', null, colour, 'six hexadecimal digits'),
    speed: read('speed', 1, speed, 'a number from 0.5 to 3'),
    title: read<string | null>('title', null, within(MOST_TITLE_CHARACTERS), 'short'),
    source: text !== null ? { kind: 'text', text, format } : remote,
    origins: read<readonly string[]>('origins', [], origins, 'origins, separated by commas'),
    preloads: read('preload', false, preload, 'none or auto'),
    callback: receiver,
    problems,
  };
}

const token = (value: string) => (TOKEN.test(value) ? value : null);
const language = (value: string) => (isLanguage(value) ? value : null);
const theme = (value: string) => THEMES.find((one) => one === value) ?? null;
const preload = (value: string) => (value === 'auto' ? true : value === 'none' ? false : null);

function colour(value: string): string | null {
  const digits = value.replace(/^#/, '').toLowerCase();
  return /^[0-9a-f]{6}$/.test(digits) ? `#${digits}` : null;
}

function speed(value: string): number | null {
  const number = Number(value);
  return number >= 0.5 && number <= 3 ? number : null;
}

function origins(value: string): readonly string[] | null {
  const list = value.split(',').map((one) => one.trim());
  return list.length <= MOST_ORIGINS && list.every(isOrigin) ? list : null;
}

/** Exactly an origin, or `null` for a host that has none itself (a sandboxed or a local file). */
function isOrigin(value: string): boolean {
  if (value === 'null') return true;
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    ? new URL(value).origin === value
    : false;
}
