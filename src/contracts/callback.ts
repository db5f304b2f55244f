/** Callbacks as they cross the wire: addresses, payloads, answers. Outside input is parsed here. */
import * as v from 'valibot';

export const CALLBACK_PATHS = {
  success: 'api/tts/callback',
  failure: 'api/tts/error-callback',
} as const;
export type CallbackOutcome = keyof typeof CALLBACK_PATHS;

/** By which a page asks the service worker to post what is due, or all that waits. */
export interface DeliverMessage {
  readonly type: 'sotto-deliver-callbacks';
  readonly when: 'due' | 'now';
}
/** Tag of the background sync that does it when the network is back and no page is open. */
export const DELIVER_SYNC_TAG = 'sotto-callbacks';

export const MOST_CALLBACK_BYTES = 65_536;
const MOST_URL_UNITS = 2048;
/** Of a field of somebody else's report: it is shown, and kept. */
const MOST_TEXT_UNITS = 4000;

const deliverSchema = v.object({
  type: v.literal('sotto-deliver-callbacks'),
  when: v.picklist(['due', 'now']),
});

export function parseDeliverMessage(message: unknown): DeliverMessage | null {
  const parsed = v.safeParse(deliverSchema, message);
  return parsed.success ? parsed.output : null;
}

export type CallbackUrl =
  | { readonly ok: true; readonly url: string }
  /** @param reason One plain sentence. */
  | { readonly ok: false; readonly reason: string };

/** Only http(s), and no credentials. */
export function parseCallbackUrl(text: string): CallbackUrl {
  const trimmed = text.trim();
  const refused = (reason: string): CallbackUrl => ({ ok: false, reason });
  if (trimmed.length > MOST_URL_UNITS) return refused('The callback address is too long.');
  if (!URL.canParse(trimmed)) return refused('The callback address is not a whole web address.');
  const { protocol, username, password } = new URL(trimmed);
  if (protocol !== 'https:' && protocol !== 'http:') {
    return refused('The callback address must begin with https:// or http://.');
  }
  if (username !== '' || password !== '') {
    return refused('The callback address must not hold a user name or password.');
  }
  return { ok: true, url: new URL(trimmed).href };
}

/** Where a failure is told, from where success is told. Query and fragment survive. */
export function errorCallbackUrl(successUrl: string): string {
  const [, base = '', path = '', rest = ''] =
    /^([a-z][a-z\d+.-]*:\/\/[^/?#]*)([^?#]*)(.*)$/is.exec(successUrl) ?? [];
  return base + errorPath(path) + rest;
}

function errorPath(path: string): string {
  if (path.includes(`/${CALLBACK_PATHS.success}`)) {
    return path.replace(`/${CALLBACK_PATHS.success}`, `/${CALLBACK_PATHS.failure}`);
  }
  if (path.includes('/api/tts/')) return path.replace(/[^/]*$/, 'error-callback');
  return `${path.replace(/\/$/, '')}/error-callback`;
}

const name = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'), v.maxLength(256));
const told = v.pipe(v.string(), v.maxLength(MOST_TEXT_UNITS));
const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.nullish(schema);

const about = {
  story_id: name,
  user_id: optional(name),
  voice_id: optional(name),
  job_id: optional(name),
};
const metadata = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), 'must be an object'),
  v.record(
    v.pipe(v.string(), v.maxLength(64)),
    v.nullable(v.union([told, v.number(), v.boolean()])),
  ),
);
const failureSchema = v.object({
  ...about,
  error: v.pipe(told, v.trim(), v.nonEmpty('must not be empty')),
  error_details: optional(told),
  metadata: optional(metadata),
});
const successSchema = v.object({
  ...about,
  duration_seconds: optional(v.pipe(v.number(), v.minValue(0))),
  metadata: optional(metadata),
});

export type FailurePayload = v.InferOutput<typeof failureSchema>;
export type SuccessPayload = v.InferOutput<typeof successSchema>;

export type ParsedCallback<Payload> =
  | { readonly ok: true; readonly payload: Payload }
  | { readonly ok: false; readonly error: string; readonly field: string | null };

export const parseFailure = (body: string) => parsePayload(failureSchema, body);
export const parseSuccess = (body: string) => parsePayload(successSchema, body);

function parsePayload<Payload>(
  schema: v.GenericSchema<unknown, Payload>,
  body: string,
): ParsedCallback<Payload> {
  const content = parseJson(body);
  if (content === undefined) return { ok: false, error: 'The body is not JSON.', field: null };
  const parsed = v.safeParse(schema, content);
  if (parsed.success) return { ok: true, payload: parsed.output };
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue);
  if (field === null) return { ok: false, error: 'The body is not a JSON object.', field };
  const reason = issue.received === 'undefined' ? 'is required' : `is not right: ${issue.message}`;
  return { ok: false, error: `The field ${field} ${reason}.`, field };
}

export interface CallbackAnswer {
  readonly success: boolean;
  readonly error?: string | undefined;
}

const answerSchema = v.object({ success: v.boolean(), error: v.optional(v.string()) });

/** Null: the receiver's answer is none. */
export function parseCallbackAnswer(body: string): CallbackAnswer | null {
  const parsed = v.safeParse(answerSchema, parseJson(body));
  return parsed.success ? parsed.output : null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
