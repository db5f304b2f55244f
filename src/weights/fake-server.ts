/** A file server for tests that can fail in every way a real one does, on command. */
export interface ServerOptions {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly etag?: string | null;
  readonly ignoresRanges?: boolean;
  /** What happens to each request in turn; afterwards all goes well. */
  readonly faults?: readonly Fault[];
  /** Size of the pieces in which bodies arrive. */
  readonly sliceBytes?: number;
}

export type Fault =
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** The body ends early as if all were well. */
  | { readonly kind: 'endEarly'; readonly afterBytes: number }
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'html' }
  | { readonly kind: 'length'; readonly claimedBytes: number }
  | { readonly kind: 'flipBit'; readonly at: number }
  | { readonly kind: 'trailing'; readonly bytes: number }
  | { readonly kind: 'offline' };

export interface FakeServer {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: readonly { readonly url: string; readonly headers: Headers }[];
  readonly sentBytes: number;
}

export function fakeServer(options: ServerOptions): FakeServer {
  const faults = [...(options.faults ?? [])];
  const requests: { url: string; headers: Headers }[] = [];
  let sentBytes = 0;
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    requests.push({ url: String(input), headers });
    init.signal?.throwIfAborted();
    const fault = faults.shift() ?? null;
    if (fault?.kind === 'offline') throw new TypeError('Failed to fetch');
    if (fault?.kind === 'status') return new Response('no', { status: fault.status });
    if (fault?.kind === 'html') return page();
    const { offset, init: answer } = head(options, headers, fault);
    const source = body(options, offset, fault, init.signal ?? null, (bytes) => {
      sentBytes += bytes;
    });
    return new Response(source, answer);
  };
  return {
    fetch,
    requests,
    get sentBytes() {
      return sentBytes;
    },
  };
}

function page(): Response {
  return new Response('<!doctype html>Sign in', { headers: { 'content-type': 'text/html' } });
}

function head(
  { content, etag = null, ignoresRanges = false }: ServerOptions,
  request: Headers,
  fault: Fault | null,
): { offset: number; init: ResponseInit } {
  const headers: Record<string, string> = { 'content-type': 'application/octet-stream' };
  if (etag !== null) headers['etag'] = etag;
  const asked = /^bytes=(\d+)-$/.exec(request.get('range') ?? '')?.[1];
  const condition = request.get('if-range');
  const serves =
    asked !== undefined && !ignoresRanges && (condition === null || condition === etag);
  const offset = serves ? Number(asked) : 0;
  const length = fault?.kind === 'length' ? fault.claimedBytes : content.length - offset;
  if (fault?.kind !== 'trailing') headers['content-length'] = String(length);
  if (!serves) return { offset, init: { status: 200, headers } };
  headers['content-range'] = `bytes ${offset}-${content.length - 1}/${content.length}`;
  return { offset, init: { status: 206, headers } };
}

function body(
  { content, sliceBytes = 64 }: ServerOptions,
  offset: number,
  fault: Fault | null,
  signal: AbortSignal | null,
  onSent: (bytes: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let rest = content.slice(offset);
  if (fault?.kind === 'flipBit' && rest.length > 0) {
    const at = fault.at % rest.length;
    rest[at] = (rest[at] ?? 0) ^ 1;
  }
  if (fault?.kind === 'trailing') rest = new Uint8Array([...rest, ...new Uint8Array(fault.bytes)]);
  const limit = fault !== null && 'afterBytes' in fault ? fault.afterBytes : rest.length;
  let sent = 0;
  return new ReadableStream({
    start: (controller) => {
      signal?.addEventListener('abort', () => controller.error(signal.reason));
    },
    pull: (controller) => {
      const slice = rest.slice(sent, Math.min(limit, sent + sliceBytes));
      if (slice.length > 0) {
        sent += slice.length;
        onSent(slice.length);
        controller.enqueue(slice);
        return;
      }
      if (fault?.kind === 'cut') controller.error(new TypeError('network error'));
      else if (fault?.kind === 'stall') return new Promise<void>(() => {});
      else controller.close();
      return;
    },
  });
}
