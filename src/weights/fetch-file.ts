/** One request for a file, or for the rest of it, taken in as far as the connection holds. */
import type { Clock } from '../base/clock';
import { cancelled, type SottoError } from '../base/errors';
import { unreachable } from '../base/never';
import type { VoiceFile } from '../contracts/voices';
import { corruptDownload, networkError } from './errors';
import type { PieceWriter } from './piece-writer';
import { judgeResponse } from './response';

export interface FileRequest {
  readonly url: string;
  readonly file: VoiceFile;
  readonly writer: PieceWriter;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called with all that is there of the file whenever more arrived. */
  readonly onReceived: (bytes: number) => void;
}

export type Outcome =
  | { readonly kind: 'whole' }
  /** What arrived is kept; asking for the rest may help. */
  | { readonly kind: 'cut'; readonly error: SottoError }
  /** Not the file: one clean try more may help. */
  | { readonly kind: 'corrupt'; readonly error: SottoError }
  | { readonly kind: 'refused'; readonly error: SottoError };

/** A connection that brings nothing for this long is given up. */
export const STALL_MS = 15_000;

/** Rejects with kind `cancelled` when the signal aborts, and with the store's own errors. */
export async function fetchFile(request: FileRequest): Promise<Outcome> {
  const { url, file, writer } = request;
  const connection = new GuardedConnection(request.clock, request.signal);
  try {
    const offset = writer.receivedBytes;
    const response = await connection.wait(() =>
      request.fetch(url, requestInit(url, writer, connection)),
    );
    const answer = judgeResponse(response, { file, offset, known: knownEtag(url, writer) });
    if (answer.kind !== 'body') connection.drop();
    switch (answer.kind) {
      case 'body':
        // Not waited for: what arrives meanwhile must be read, or a cut loses it.
        if (answer.offset === 0) void writer.restart({ source: url, etag: answer.etag });
        return await receive(response, connection, request);
      case 'startOver':
        await writer.restart({ source: null, etag: null });
        return cut(networkError(url, response.status, new Error('The range was not served.')));
      case 'busy':
        return cut(networkError(url, answer.status, undefined));
      case 'refused':
        return { kind: 'refused', error: networkError(url, answer.status, undefined) };
      case 'wrong':
        return { kind: 'corrupt', error: corruptDownload(url, answer.reason) };
      default:
        return unreachable(answer);
    }
  } catch (thrown) {
    if (thrown instanceof ConnectionLost) return cut(networkError(url, null, thrown.cause));
    throw thrown;
  }
}

async function receive(
  response: Response,
  connection: GuardedConnection,
  { url, file, writer, onReceived }: FileRequest,
): Promise<Outcome> {
  const reader = response.body?.getReader();
  try {
    while (reader !== undefined) {
      const { done, value } = await connection.wait(() => reader.read());
      if (done) break;
      if (writer.receivedBytes + value.byteLength > file.bytes) {
        connection.drop();
        await writer.restart({ source: null, etag: null });
        return { kind: 'corrupt', error: corruptDownload(url, 'It is longer than it should be.') };
      }
      await writer.add(value);
      onReceived(writer.receivedBytes);
    }
  } catch (thrown) {
    await writer.flush();
    throw thrown;
  }
  // Its last piece is stored while the whole is digested (PieceWriter.finish).
  if (writer.receivedBytes === file.bytes) return { kind: 'whole' };
  await writer.flush();
  return cut(networkError(url, response.status, new Error('The connection ended early.')));
}

/**
 * `no-store`: the browser's own cache would keep a second copy of every voice. Other sites learn
 * nothing of the listener, and are asked without `If-Range`: it would cost a preflight that hubs need not
 * answer. There the validator of the answer is looked at instead, and the digest guards the whole.
 */
function requestInit(url: string, writer: PieceWriter, connection: GuardedConnection): RequestInit {
  const headers: Record<string, string> = {};
  const isForeign = isOtherOrigin(url);
  if (writer.receivedBytes > 0) {
    headers['Range'] = `bytes=${writer.receivedBytes}-`;
    const etag = knownEtag(url, writer);
    if (etag !== null && !isForeign) headers['If-Range'] = etag;
  }
  return {
    headers,
    cache: 'no-store',
    signal: connection.signal,
    ...(isForeign ? { credentials: 'omit', referrerPolicy: 'no-referrer' } : {}),
  };
}

function isOtherOrigin(url: string): boolean {
  // Absent where there is no page, as in tools and tests.
  const here: string | undefined = globalThis.origin;
  return here !== undefined && new URL(url).origin !== here;
}

/** The validator of what was received, if this very address sent it. */
function knownEtag(url: string, { origin }: PieceWriter): string | null {
  return origin.source === url ? origin.etag : null;
}

function cut(error: SottoError): Outcome {
  return { kind: 'cut', error };
}

class ConnectionLost extends Error {}

/** Waits for the network, but neither beyond a stall nor beyond the caller's patience. */
class GuardedConnection {
  readonly #clock: Clock;
  readonly #outer: AbortSignal;
  readonly #inner = new AbortController();
  readonly signal: AbortSignal;

  constructor(clock: Clock, outer: AbortSignal) {
    this.#clock = clock;
    this.#outer = outer;
    this.signal = AbortSignal.any([outer, this.#inner.signal]);
  }

  async wait<T>(work: () => Promise<T>): Promise<T> {
    const stopTimer = this.#clock.after(STALL_MS, () => this.#inner.abort(new Error('Stalled.')));
    try {
      return await work();
    } catch (thrown) {
      if (this.#outer.aborted) throw cancelled('download', 'weights');
      throw new ConnectionLost('The connection was lost.', { cause: thrown });
    } finally {
      stopTimer();
    }
  }

  /** Ends the transfer, its body unread. */
  drop(): void {
    this.#inner.abort();
  }
}
