/**
 * The recovery API over HTTP, answered by the service worker on the app's own origin. What the page knows
 * is asked of an open page; each send waits a second and is tried three times (rpc/resend.ts).
 */
import type { Clock } from '../src/base/clock';
import type { BridgeMessage } from '../src/contracts/recovery-bridge';
import {
  httpStatus,
  matchRoute,
  MOST_BODY_BYTES,
  parseTrigger,
} from '../src/contracts/recovery-http';
import { parseAnswer, requestToWire, wireError } from '../src/contracts/recovery-wire';
import type { RecoveryRequest, WireAnswer } from '../src/contracts/recovery-wire';
import { createResender, type Reply } from '../src/rpc/resend';

/** What a page is to us; small enough to fake. */
export interface AskedPage {
  postMessage(message: unknown, transfer: Transferable[]): void;
}

export interface RouteDeps {
  /** The app's own folder. */
  readonly scope: string;
  /** Open pages of the app, the most likely to be listened to first. */
  readonly findPages: () => Promise<readonly AskedPage[]>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The parts of a request that are looked at. */
export type RoutedRequest = Pick<Request, 'method' | 'url' | 'mode' | 'text'>;

const JSON_TYPE = 'application/json; charset=utf-8';
const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Null: the request is none of the API's. */
export function answerRecovery(request: RoutedRequest, deps: RouteDeps): Promise<Response> | null {
  const { pathname, origin } = new URL(request.url);
  const folder = new URL(deps.scope);
  if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) return null;
  const match = matchRoute(request.method, pathname.slice(folder.pathname.length));
  if (match === null) return null;
  switch (match.kind) {
    case 'unknown':
      return Promise.resolve(jsonResponse(404, wireError('not_found', 'There is nothing here.')));
    case 'wrongMethod': {
      const told = wireError('method_not_allowed', `Use ${match.allow}.`);
      return Promise.resolve(jsonResponse(405, told, { Allow: match.allow }));
    }
    case 'operation':
      return perform(match.operation, request, deps);
  }
}

type Operation = RecoveryRequest['operation'] | 'liveness';

async function perform(
  operation: Operation,
  request: RoutedRequest,
  deps: RouteDeps,
): Promise<Response> {
  const parsed = await parse(operation, request);
  const answer = 'ok' in parsed ? parsed : await ask(parsed, deps);
  const response = respond(operation, answer);
  return request.method === 'HEAD' ? new Response(null, response) : response;
}

async function parse(
  operation: Operation,
  request: RoutedRequest,
): Promise<RecoveryRequest | Extract<WireAnswer, { ok: false }>> {
  // Another site's form can navigate here by POST; scripts of other origins cannot reach us at all.
  if (request.method === 'POST' && request.mode === 'navigate') {
    return wireError('forbidden', 'Forms cannot do this.');
  }
  if (operation === 'liveness') return { operation: 'health' };
  if (operation !== 'trigger') return { operation };
  const body = await request.text();
  if (new TextEncoder().encode(body).length > MOST_BODY_BYTES) {
    return wireError('too_large', `The body may have ${MOST_BODY_BYTES} bytes.`);
  }
  const trigger = parseTrigger(body);
  return trigger.ok ? trigger.request : trigger;
}

/** Asks one page after the other: what is to be done is done by one of them. */
async function ask(request: RecoveryRequest, deps: RouteDeps): Promise<WireAnswer> {
  for (const page of await deps.findPages()) {
    const answer = parseAnswer(await askPage(page, request, deps));
    if (answer !== null) return answer;
  }
  return wireError('unavailable', 'No open page of the app answers.');
}

/** Null: it does not answer. */
async function askPage(
  page: AskedPage,
  request: RecoveryRequest,
  { clock, newId }: RouteDeps,
): Promise<unknown> {
  const resender = createResender<unknown, unknown>({
    component: 'recovery-routes',
    clock,
    newId,
    post: ({ id, body }) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        resender.receive(data as Reply<unknown>);
        port1.close();
      };
      const message: BridgeMessage = { type: 'recovery', id, body };
      page.postMessage(message, [port2]);
    },
  });
  return resender.send(requestToWire(request), request.operation).catch(() => null);
}

function respond(operation: Operation, answer: WireAnswer): Response {
  const status = httpStatus(operation, answer);
  if (operation === 'metrics' && answer.ok && typeof answer.result === 'string') {
    return new Response(answer.result, { status, headers: headersOf(PROMETHEUS_TYPE) });
  }
  return jsonResponse(status, answer);
}

function jsonResponse(
  status: number,
  answer: WireAnswer,
  more: Readonly<Record<string, string>> = {},
): Response {
  const content = answer.ok ? answer.result : { error: answer.error };
  const headers = { ...headersOf(JSON_TYPE), ...more };
  return new Response(`${JSON.stringify(content)}\n`, { status, headers });
}

function headersOf(type: string): Record<string, string> {
  return { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
}
