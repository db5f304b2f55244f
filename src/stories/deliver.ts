/** One attempt to post one callback. Runs in the service worker (docs/stories.md says why). */
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import { parseCallbackAnswer, parseCallbackUrl } from '../contracts/callback';
import type { DeliveryResult, OutboxEntry } from './outbox';

export interface DeliverDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
}

export const CALLBACK_TIMEOUT_MS = 10_000;
const MOST_ANSWER_UNITS = 65_536;
/** Answers of servers that may do better another time. */
const PASSING_STATUSES = new Set([408, 425, 429]);

export async function deliver(
  { url, payload, jobId }: Pick<OutboxEntry, 'url' | 'payload' | 'jobId'>,
  { fetch, clock }: DeliverDeps,
): Promise<DeliveryResult> {
  // Looked at when it was taken in; a database is outside input all the same.
  const parsed = parseCallbackUrl(url);
  if (!parsed.ok) return { kind: 'refused', error: parsed.reason };
  const abort = new AbortController();
  const context = { operation: 'deliver', component: 'callbacks', clock };
  const post = async (): Promise<DeliveryResult> => {
    const response = await fetch(parsed.url, {
      method: 'POST',
      mode: 'cors',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': jobId },
      body: JSON.stringify(payload),
      signal: abort.signal,
    });
    return judge(response.status, (await response.text()).slice(0, MOST_ANSWER_UNITS));
  };
  try {
    return await withDeadline(post(), CALLBACK_TIMEOUT_MS, context);
  } catch {
    const error =
      'The receiver of the callback could not be reached, or took more than 10 seconds.';
    return { kind: 'retry', error };
  } finally {
    abort.abort();
  }
}

function judge(status: number, body: string): DeliveryResult {
  if (status === 401 || status === 403) {
    return {
      kind: 'refused',
      error: `The receiver of the callback does not permit it (${status}).`,
    };
  }
  const answer = parseCallbackAnswer(body);
  const error = answer?.error ?? `The receiver of the callback answered with ${status}.`;
  if (status >= 500 || PASSING_STATUSES.has(status)) return { kind: 'retry', error };
  if (status < 200 || status > 299) return { kind: 'refused', error };
  if (answer === null) {
    return { kind: 'retry', error: 'The receiver of the callback did not say whether it took it.' };
  }
  return answer.success ? { kind: 'delivered' } : { kind: 'refused', error };
}
