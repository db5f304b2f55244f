/** One list from a hub, taken in with a limit on time and size. */
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import { asSottoError, SottoError } from '../base/errors';

export interface FetchDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

export interface FetchedList {
  readonly text: string;
  readonly etag: string | null;
}

/** Milliseconds and bytes. */
export interface Limits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** The largest index there is has a few hundred thousand bytes. */
const GENEROUS: Limits = { timeoutMs: 30_000, maxBytes: 16_000_000 };

/** Rejects with kind `network`, `timeout`, or `validation` where it is too large. */
export async function fetchList(
  url: string,
  { fetch, clock }: FetchDeps,
  { timeoutMs, maxBytes } = GENEROUS,
): Promise<FetchedList> {
  const controller = new AbortController();
  const context = { operation: 'fetchList', component: 'voices', clock };
  const work = async (): Promise<FetchedList> => {
    const response = await fetch(url, {
      // The browser asks whether its own copy still stands, and sends nobody's name along.
      cache: 'no-cache',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: controller.signal,
    });
    if (!response.ok) throw unreachable(url, response.status, undefined);
    return { text: await textOf(response, url, maxBytes), etag: response.headers.get('etag') };
  };
  try {
    return await withDeadline(work(), timeoutMs, context);
  } catch (thrown) {
    controller.abort();
    if (thrown instanceof SottoError) throw thrown;
    if (thrown instanceof TypeError) throw unreachable(url, null, thrown);
    throw asSottoError(thrown, context);
  }
}

async function textOf(response: Response, url: string, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) throw tooLarge(url, maxBytes);
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

function unreachable(url: string, status: number | null, cause: unknown): SottoError {
  return new SottoError(
    'The list of voices could not be fetched from the hub.',
    { kind: 'network', url, status },
    {
      operation: 'fetchList',
      component: 'voices',
      suggestion: 'Check the connection and try again. Voices on this device speak on.',
      cause,
    },
  );
}

function tooLarge(url: string, maxBytes: number): SottoError {
  return new SottoError(
    'The list of voices from the hub is not what it should be, so it was not taken.',
    { kind: 'validation', field: url },
    {
      operation: 'fetchList',
      component: 'voices',
      suggestion: 'The voices known so far stay. Try again later.',
      cause: new Error(`It is larger than ${maxBytes} bytes.`),
    },
  );
}
