/**
 * The recovery API as plain data in snake case: what crosses from other frames and from the service
 * worker to the page, and back. Requests arrive as `unknown` and are parsed.
 */
import * as v from 'valibot';
import { SottoError } from '../base/errors';
import type { ActionDescription, HealthSnapshot } from './health';
import { FAILURE_TYPES, type FailureType, type RecoveryRecord } from './resilience';
import type { RecoveryStatus } from './resilience';

export type RecoveryRequest =
  | { readonly operation: 'status' | 'health' | 'actions' | 'reset' | 'metrics' }
  | { readonly operation: 'trigger'; readonly failure: FailureType };

export const ERROR_CODES = [
  'bad_request',
  'unsupported_version',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'too_large',
  'no_voice',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface WireError {
  readonly code: ErrorCode;
  /** A plain sentence. */
  readonly message: string;
}

export type WireAnswer =
  | { readonly ok: true; readonly result: WireValue }
  | { readonly ok: false; readonly error: WireError };

export type WireValue =
  string | number | boolean | null | readonly WireValue[] | { readonly [name: string]: WireValue };

export function wireError(code: ErrorCode, message: string): Extract<WireAnswer, { ok: false }> {
  return { ok: false, error: { code, message } };
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const FAILURE_BY_WIRE_NAME: ReadonlyMap<string, FailureType> = new Map(
  FAILURE_TYPES.map((failure) => [snake(failure), failure]),
);

const failureSchema = v.pipe(
  v.string(),
  v.check((name) => FAILURE_BY_WIRE_NAME.has(name), 'There is no such failure_type.'),
  v.transform((name) => FAILURE_BY_WIRE_NAME.get(name) as FailureType),
);

export const triggerSchema = v.pipe(
  v.strictObject({ failure_type: failureSchema }),
  v.transform(({ failure_type }) => ({ failure: failure_type })),
);

const requestSchema = v.variant('operation', [
  v.object({ operation: v.picklist(['status', 'health', 'actions', 'reset', 'metrics']) }),
  v.pipe(
    v.object({ operation: v.literal('trigger'), failure_type: failureSchema }),
    v.transform(({ operation, failure_type }) => ({ operation, failure: failure_type })),
  ),
]);

/** Null: it is none. */
export function parseRequest(message: unknown): RecoveryRequest | null {
  const parsed = v.safeParse(requestSchema, message);
  return parsed.success ? parsed.output : null;
}

export function requestToWire(request: RecoveryRequest): WireValue {
  if (request.operation !== 'trigger') return { operation: request.operation };
  return { operation: 'trigger', failure_type: snake(request.failure) };
}

const answerSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), result: v.custom<WireValue>(() => true) }),
  v.object({
    ok: v.literal(false),
    error: v.object({ code: v.picklist(ERROR_CODES), message: v.string() }),
  }),
]);

export function parseAnswer(message: unknown): WireAnswer | null {
  const parsed = v.safeParse(answerSchema, message);
  return parsed.success ? parsed.output : null;
}

export function statusToWire(status: RecoveryStatus): WireValue {
  return toWire(status);
}

export function recordToWire(record: RecoveryRecord): WireValue {
  return toWire(record);
}

/** What was asked goes on, or waits for its turn. */
export function acceptedToWire(failure: FailureType): WireValue {
  return toWire({ failure, outcome: 'running' });
}

export function healthToWire(snapshot: HealthSnapshot): WireValue {
  return toWire(snapshot);
}

export function actionsToWire(actions: readonly ActionDescription[]): WireValue {
  return toWire(actions);
}

/** Fields whose text is one of our own names, which have a spelling of their own on the wire. */
const NAMES = new Set(
  'kind state failure trigger outcome action name severity level rung activeRung pressure'.split(
    ' ',
  ),
);

function toWire(value: unknown, field = ''): WireValue {
  if (value instanceof SottoError) return errorToWire(value);
  if (Array.isArray(value)) return value.map((item) => toWire(item, field));
  switch (typeof value) {
    case 'string':
      return NAMES.has(field) ? snake(value) : value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : wireFields(value);
    default:
      return null;
  }
}

function wireFields(value: object): Record<string, WireValue> {
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name === 'failure' ? 'failure_type' : snake(name),
      toWire(field, name),
    ]),
  );
}

/** Without its causes: their sentences may quote what was being read. */
function errorToWire({ kind, operation, component, message, suggestion }: SottoError): WireValue {
  return { kind: snake(kind), operation, component, message, suggestion };
}
