/** A network that answers one request wrongly when the armory says so. */
import { unreachable } from '../../src/base/never';
import type { FaultName } from '../../src/faults/names';
import type { Armory } from './armory';

type Fetch = typeof globalThis.fetch;
type FetchFault = Extract<FaultName, `fetch.${string}`>;

/** Of the body, before it is cut or stalls. */
const CUT_AFTER_BYTES = 100_000;

export function faultyFetch(fetch: Fetch, armory: Armory): Fetch {
  return async (input, init) => {
    const fault = armory.take('fetch') as FetchFault | null;
    if (fault === null) return fetch(input, init);
    return answer(fault, () => fetch(input, init), init?.signal ?? null);
  };
}

async function answer(
  fault: FetchFault,
  ask: () => Promise<Response>,
  signal: AbortSignal | null,
): Promise<Response> {
  switch (fault) {
    case 'fetch.notFound':
      return new Response('Not found.', { status: 404 });
    case 'fetch.serverError':
      return new Response('Out of order.', { status: 500 });
    case 'fetch.html':
      return new Response('<!doctype html><title>Welcome to the hotel</title>', {
        headers: { 'Content-Type': 'text/html' },
      });
    case 'fetch.cut':
      return brokenOff(await ask(), signal, (out) => out.error(new TypeError('network error')));
    case 'fetch.stall':
      return brokenOff(await ask(), signal, () => {});
    default:
      return unreachable(fault);
  }
}

/** The beginning of a body, and then what `end` makes of it; like a real one, it fails when called off. */
async function brokenOff(
  response: Response,
  signal: AbortSignal | null,
  end: (out: ReadableStreamDefaultController<Uint8Array>) => void,
): Promise<Response> {
  const reader = response.body?.getReader();
  let sentBytes = 0;
  const body = new ReadableStream<Uint8Array>({
    start: (out) => signal?.addEventListener('abort', () => out.error(signal.reason)),
    pull: async (out) => {
      if (reader === undefined || sentBytes >= CUT_AFTER_BYTES) return end(out);
      const { done, value } = await reader.read();
      if (done) return end(out);
      sentBytes += value.byteLength;
      out.enqueue(value);
    },
    cancel: (reason) => reader?.cancel(reason),
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
