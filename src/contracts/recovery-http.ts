/** The recovery API's HTTP form: which address and method is which operation, and what a body may be. */
import * as v from 'valibot';
import { triggerSchema, wireError } from './recovery-wire';
import type { ErrorCode, RecoveryRequest, WireAnswer } from './recovery-wire';

type Operation = RecoveryRequest['operation'] | 'liveness';
type Method = 'GET' | 'POST';

interface Route {
  readonly method: Method;
  readonly operation: Operation;
}

const API = 'api/';

/** By path below the app's own folder. */
const ROUTES: Readonly<Record<string, Route>> = {
  'api/v1/recovery/status': { method: 'GET', operation: 'status' },
  'api/v1/recovery/health': { method: 'GET', operation: 'health' },
  'api/v1/recovery/actions': { method: 'GET', operation: 'actions' },
  'api/v1/recovery/trigger': { method: 'POST', operation: 'trigger' },
  'api/v1/recovery/reset': { method: 'POST', operation: 'reset' },
  health: { method: 'GET', operation: 'liveness' },
  metrics: { method: 'GET', operation: 'metrics' },
};

export type RouteMatch =
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'wrongMethod'; readonly allow: string };

/** Null: not an address of the API. @param path Below the app's folder, without a slash before it. */
export function matchRoute(method: string, path: string): RouteMatch | null {
  const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (route === undefined) return path.startsWith(API) ? { kind: 'unknown' } : null;
  const allowed = route.method === 'GET' ? ['GET', 'HEAD'] : ['POST'];
  return allowed.includes(method)
    ? { kind: 'operation', operation: route.operation }
    : { kind: 'wrongMethod', allow: allowed.join(', ') };
}

export const MOST_BODY_BYTES = 4096;

export type ParsedBody =
  { readonly ok: true; readonly request: RecoveryRequest } | Extract<WireAnswer, { ok: false }>;

/** The body of a trigger. */
export function parseTrigger(body: string): ParsedBody {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    return wireError('bad_request', 'The body is not JSON.');
  }
  const parsed = v.safeParse(triggerSchema, content);
  return parsed.success
    ? { ok: true, request: { operation: 'trigger', ...parsed.output } }
    : wireError('bad_request', `The body must be {"failure_type": …}: ${parsed.issues[0].message}`);
}

export const STATUS_BY_CODE: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  unsupported_version: 400,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  no_voice: 409,
  too_large: 413,
  internal: 500,
  unavailable: 503,
};

/** What the status line says of an answer. */
export function httpStatus(operation: Operation, answer: WireAnswer): number {
  if (!answer.ok) return STATUS_BY_CODE[answer.error.code];
  const { result } = answer;
  const field = (name: string) =>
    typeof result === 'object' && result !== null && !Array.isArray(result)
      ? (result as Readonly<Record<string, unknown>>)[name]
      : undefined;
  if (operation === 'liveness') return field('status') === 'unhealthy' ? 503 : 200;
  // Accepted: it goes on, and `status` tells how.
  if (operation === 'trigger') return field('outcome') === 'running' ? 202 : 200;
  return 200;
}
