/** What a server's answer to a request for a file, or for the rest of one, amounts to. */
import type { VoiceFile } from '../contracts/voices';

export type Answer =
  /** The body begins at `offset` of the file. */
  | { readonly kind: 'body'; readonly offset: number; readonly etag: string | null }
  /** The server cannot go on from where we are: what we have is of no use. */
  | { readonly kind: 'startOver' }
  /** Worth trying again later. */
  | { readonly kind: 'busy'; readonly status: number }
  | { readonly kind: 'refused'; readonly status: number }
  /** It answers, but with something else than the file. */
  | { readonly kind: 'wrong'; readonly reason: string };

const BUSY_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

export interface Asked {
  readonly file: VoiceFile;
  /** Where the rest begins; 0: all was asked for. */
  readonly offset: number;
  /** Validator of what is here already; null when none is known. */
  readonly known: string | null;
}

export function judgeResponse(response: Response, asked: Asked): Answer {
  const { status, headers } = response;
  if (status === 416) return { kind: 'startOver' };
  if (BUSY_STATUSES.has(status)) return { kind: 'busy', status };
  if (status !== 200 && status !== 206) return { kind: 'refused', status };
  if (headers.get('content-type')?.startsWith('text/html')) {
    return { kind: 'wrong', reason: 'A web page came instead of the file.' };
  }
  const etag = strongEtag(headers.get('etag'));
  if (status === 206) return judgePart(headers, asked, etag);
  return wrongLength(headers, asked.file.bytes) ?? { kind: 'body', offset: 0, etag };
}

function judgePart(headers: Headers, asked: Asked, etag: string | null): Answer {
  const { file, offset, known } = asked;
  if (known !== null && etag !== null && etag !== known) return { kind: 'startOver' };
  const contentRange = headers.get('content-range');
  // Another site need not let us read it; then the length tells, and the digest in the end.
  if (contentRange === null) {
    return wrongLength(headers, file.bytes - offset) ?? { kind: 'body', offset, etag };
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(contentRange);
  if (range === null || Number(range[1]) !== offset) return { kind: 'startOver' };
  if (range[2] !== '*' && Number(range[2]) !== file.bytes) {
    return { kind: 'wrong', reason: `It is ${range[2]} bytes long, not ${file.bytes}.` };
  }
  return { kind: 'body', offset, etag };
}

function wrongLength(headers: Headers, bytes: number): Answer | null {
  const length = headers.get('content-length');
  // With a content encoding the length is that of the compressed body: it tells nothing.
  if (length === null || headers.has('content-encoding') || Number(length) === bytes) return null;
  return { kind: 'wrong', reason: `It is ${length} bytes long, not ${bytes}.` };
}

/** Weak validators cannot be used in `If-Range` (RFC 9110, 13.1.5). */
function strongEtag(etag: string | null): string | null {
  return etag !== null && etag.startsWith('"') ? etag : null;
}
