/** A text from an address of the host's choice: only what the browser may fetch for anybody (CORS). */
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import { SottoError, type ErrorDetail } from '../base/errors';
import { MOST_CHARACTERS, type TextFormat } from '../contracts/embed';

export interface FetchTextDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

export interface FetchedText {
  readonly text: string;
  readonly format: TextFormat;
}

const TIMEOUT_MS = 20_000;
/** Of UTF-8, for as many characters as a text may have. */
const MOST_BYTES = 4 * MOST_CHARACTERS;
const FORMATS: Readonly<Record<string, TextFormat>> = {
  'text/plain': 'plain',
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
  'application/ssml+xml': 'ssml',
};

/** Rejects with a SottoError that says what is wrong with the address or with what is there. */
export async function fetchText(url: string, deps: FetchTextDeps): Promise<FetchedText> {
  const address = parseAddress(url);
  const stop = new AbortController();
  const context = { operation: 'fetchText', component: 'embed', clock: deps.clock };
  return withDeadline(fetchWhole(address, deps.fetch, stop.signal), TIMEOUT_MS, context).finally(
    () => stop.abort(),
  );
}

function parseAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  const isWeb = address !== null && /^https?:$/.test(address.protocol);
  if (!isWeb || address.username !== '' || address.password !== '') {
    throw problem(
      'This is no full http(s) address of a text.',
      { kind: 'validation', field: 'src' },
      'Give one such as https://example.org/text.txt.',
    );
  }
  return address;
}

async function fetchWhole(
  { href }: URL,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<FetchedText> {
  const init: RequestInit = { mode: 'cors', credentials: 'omit', signal };
  const response = await fetch(href, init).catch((cause: unknown) => {
    throw unreachable(href, null, cause);
  });
  if (!response.ok) throw unreachable(href, response.status, undefined);
  const [type = '', ...parameters] = (response.headers.get('Content-Type') ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const format = FORMATS[type];
  if (format === undefined) throw notText(type);
  if (Number(response.headers.get('Content-Length') ?? 0) > MOST_BYTES) throw tooLong();
  const bytes = await readAtMost(response, MOST_BYTES);
  return { text: decode(bytes, parameters), format };
}

async function readAtMost(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    bytes += read.value.byteLength;
    if (bytes > most) throw tooLong();
    parts.push(read.value);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

function decode(bytes: Uint8Array, parameters: readonly string[]): string {
  const charset = parameters.find((one) => one.startsWith('charset='))?.slice(8) ?? 'utf-8';
  try {
    const text = new TextDecoder(charset.replaceAll('"', ''), { fatal: true }).decode(bytes);
    if (text.length > MOST_CHARACTERS) throw tooLong();
    return text;
  } catch (thrown) {
    if (thrown instanceof SottoError) throw thrown;
    throw problem(
      'The text is not written in the encoding that it says.',
      { kind: 'text', operation: 'decode', offset: null },
      'Save the text as UTF-8.',
      thrown,
    );
  }
}

function unreachable(url: string, status: number | null, cause: unknown): SottoError {
  const why = status === null ? '' : `: the server answered ${status}`;
  return problem(
    `The text could not be fetched${why}.`,
    { kind: 'network', url, status },
    'Its server must permit other sites to fetch it (Access-Control-Allow-Origin).',
    cause,
  );
}

function notText(type: string): SottoError {
  return problem(
    `What is at this address is no plain text or Markdown, but ${type || 'of no stated kind'}.`,
    { kind: 'text', operation: 'fetch', offset: null },
    'Serve it as text/plain or text/markdown.',
  );
}

export function tooLong(): SottoError {
  return problem(
    `The text is longer than ${MOST_CHARACTERS.toLocaleString('en')} characters.`,
    { kind: 'validation', field: 'text' },
    'Give it in parts.',
  );
}

function problem(
  message: string,
  detail: ErrorDetail,
  suggestion: string,
  cause?: unknown,
): SottoError {
  return new SottoError(message, detail, {
    operation: 'fetchText',
    component: 'embed',
    suggestion,
    cause,
  });
}
