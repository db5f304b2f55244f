/** The app's own callback addresses, answered by the service worker, whether or not a page is open. */
import { CALLBACK_PATHS, type CallbackOutcome } from '../src/contracts/callback';
import { takeCallback, type IncomingAnswer } from '../src/stories/incoming';
import type { StoryStore } from '../src/stories/store';

export interface CallbackRouteDeps {
  /** The app's own folder. */
  readonly scope: string;
  readonly store: Pick<StoryStore, 'entry' | 'update'>;
}

/** The parts of a request that are looked at. */
export type CallbackRequest = Pick<Request, 'method' | 'url' | 'mode' | 'headers' | 'text'>;

/** Null: the request is for something else. */
export function answerCallback(
  request: CallbackRequest,
  { scope, store }: CallbackRouteDeps,
): Promise<Response> | null {
  const { origin, pathname } = new URL(request.url);
  const outcome = (Object.keys(CALLBACK_PATHS) as CallbackOutcome[]).find(
    (one) => new URL(CALLBACK_PATHS[one], scope).href === origin + pathname,
  );
  return outcome === undefined ? null : answer(outcome, request, store);
}

async function answer(
  outcome: CallbackOutcome,
  request: CallbackRequest,
  store: CallbackRouteDeps['store'],
): Promise<Response> {
  if (request.method !== 'POST') {
    return respond(
      { status: 405, body: { success: false, error: 'Use POST.' } },
      { Allow: 'POST' },
    );
  }
  // Another site's form can navigate here by POST; its scripts cannot reach a service worker of ours.
  const isForm = request.mode === 'navigate' || isFormType(request.headers.get('Content-Type'));
  if (isForm)
    return respond({ status: 403, body: { success: false, error: 'Forms cannot do this.' } });
  try {
    return respond(await takeCallback(outcome, await request.text(), store));
  } catch {
    const error = 'The stories of this device cannot be written now.';
    return respond({ status: 503, body: { success: false, error } });
  }
}

/** What a form can send besides plain text, which scripts send by default. */
function isFormType(type: string | null): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type?.trim() ?? '');
}

function respond({ status, body }: IncomingAnswer, more: Record<string, string> = {}): Response {
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...more,
    },
  });
}
