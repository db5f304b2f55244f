/**
 * Speech over HTTP in the shape of OpenAI's audio API, answered by the service worker on the app's own
 * origin; an open page speaks. Pages of other origins cannot reach it: docs/http-speech.md.
 */
import type { Clock } from '../src/base/clock';
import { unreachable } from '../src/base/never';
import {
  CONTENT_TYPES,
  MOST_SPEECH_BODY_BYTES,
  SPEECH_MODELS,
  findModel,
  noSuchModel,
  parseSpeechRequest,
} from '../src/contracts/speech-http';
import {
  SpeechProblem,
  asSpeechProblem,
  noPageAnswers,
} from '../src/contracts/speech-http-problem';
import { matchSpeechRoute, type SpeechRoute } from '../src/contracts/speech-http-routes';
import { problemFrom, type SpeechCall } from '../src/contracts/speech-http-wire';
import type { AskedPage } from './recovery-routes';
import { speechBody } from './speech-body';
import { converse, type Conversation, type SpeechStep } from './speech-conversation';

export interface SpeechRouteDeps {
  /** The app's own folder. */
  readonly scope: string;
  /** Open pages that can speak, the one to be asked first first. */
  readonly findPages: () => Promise<readonly AskedPage[]>;
  readonly clock: Clock;
}

/** The parts of a request that are looked at. */
export type SpokenRequest = Pick<Request, 'method' | 'url' | 'mode' | 'signal' | 'blob'>;

/** Keeps the service worker from being ended before the work is done. */
export type KeepAlive = (work: Promise<unknown>) => void;

/** Null: the request is none of the API's. */
export function answerSpeech(
  request: SpokenRequest,
  deps: SpeechRouteDeps,
  keepAlive: KeepAlive,
): Promise<Response> | null {
  const { pathname, origin } = new URL(request.url);
  const folder = new URL(deps.scope);
  if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) return null;
  const route = matchSpeechRoute(request.method, pathname.slice(folder.pathname.length));
  if (route === null) return null;
  return respond(route, request, deps, keepAlive).then(
    (response) => (request.method === 'HEAD' ? new Response(null, response) : response),
    (thrown: unknown) => errorResponse(asSpeechProblem(thrown)),
  );
}

async function respond(
  route: SpeechRoute,
  request: SpokenRequest,
  deps: SpeechRouteDeps,
  keepAlive: KeepAlive,
): Promise<Response> {
  switch (route.kind) {
    case 'unknown':
      throw new SpeechProblem('There is nothing at this address.', {
        status: 404,
        code: 'unknown_url',
      });
    case 'wrongMethod': {
      const told = { status: 405, code: 'method_not_allowed' };
      const problem = new SpeechProblem(`Use ${route.allow}.`, told);
      return errorResponse(problem, { Allow: route.allow });
    }
    case 'operation':
      break;
    default:
      return unreachable(route);
  }
  switch (route.operation) {
    case 'models':
      return jsonResponse(200, { object: 'list', data: SPEECH_MODELS.map(describeModel) });
    case 'model': {
      if (findModel(route.name) === null) throw noSuchModel(route.name);
      return jsonResponse(200, describeModel(route.name));
    }
    case 'voices':
      return listVoices(request, deps);
    case 'speech':
      return speak(request, deps, keepAlive);
    default:
      return unreachable(route.operation);
  }
}

async function speak(
  request: SpokenRequest,
  deps: SpeechRouteDeps,
  keepAlive: KeepAlive,
): Promise<Response> {
  // Another site's form can navigate here by POST; scripts of other origins cannot reach us at all.
  if (request.mode === 'navigate') {
    throw new SpeechProblem('Forms cannot do this.', { status: 403, code: 'forbidden' });
  }
  const body = await request.blob();
  if (body.size > MOST_SPEECH_BODY_BYTES) {
    const told = `The body may have ${MOST_SPEECH_BODY_BYTES} bytes.`;
    throw new SpeechProblem(told, { status: 413, code: 'request_too_large' });
  }
  const asked = parseSpeechRequest(await body.text());
  const call: SpeechCall = { operation: 'speech', request: asked };
  const { conversation, first } = await ask(call, request.signal, deps);
  if (first.kind === 'failed') throw problemFrom(first.problem);
  const { stream, done } = speechBody(conversation, first, asked.stream);
  keepAlive(done);
  const type = asked.stream === 'sse' ? 'text/event-stream' : CONTENT_TYPES[asked.format];
  return new Response(stream, { headers: headersOf(type) });
}

async function listVoices(request: SpokenRequest, deps: SpeechRouteDeps): Promise<Response> {
  const { conversation, first } = await ask({ operation: 'voices' }, request.signal, deps);
  conversation.cancel();
  if (first.kind === 'failed') throw problemFrom(first.problem);
  const list = first.kind === 'part' ? first.bytes : new Uint8Array(0);
  return new Response(list, { headers: headersOf(JSON_TYPE) });
}

interface Begun {
  readonly conversation: Conversation;
  readonly first: SpeechStep;
}

/** Asks one page after the other, until one has begun. Throws when none does. */
async function ask(
  call: SpeechCall,
  signal: AbortSignal,
  { findPages, clock }: SpeechRouteDeps,
): Promise<Begun> {
  for (const page of await findPages()) {
    signal.throwIfAborted();
    const conversation = await converse(page, call, clock);
    if (conversation === null) continue;
    const stop = () => conversation.cancel();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const first = await conversation.next().catch(() => null);
    if (first !== null) return { conversation, first };
  }
  throw noPageAnswers();
}

const describeModel = (id: string) => ({ id, object: 'model', created: 0, owned_by: 'sotto' });

const JSON_TYPE = 'application/json; charset=utf-8';

function errorResponse(problem: SpeechProblem, more: Record<string, string> = {}): Response {
  const { status, body, retryAfterSeconds } = problem;
  const retry = retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return jsonResponse(status, body, { ...retry, ...more });
}

function jsonResponse(
  status: number,
  content: object,
  more: Record<string, string> = {},
): Response {
  const headers = { ...headersOf(JSON_TYPE), ...more };
  return new Response(`${JSON.stringify(content)}\n`, { status, headers });
}

function headersOf(type: string): Record<string, string> {
  return { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
}
