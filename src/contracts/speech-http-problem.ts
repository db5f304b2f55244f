/** What is wrong with a request for speech, in the shape of OpenAI's errors. */
import { asSottoError, type SottoError } from '../base/errors';

interface Told {
  readonly status: number;
  /** For programs. */
  readonly code: string;
  /** The field of the request that is to blame. */
  readonly param?: string | null;
  readonly retryAfterSeconds?: number;
}

/** As it crosses to the service worker. */
export interface PlainProblem extends Told {
  readonly message: string;
}

export class SpeechProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly param: string | null;
  readonly retryAfterSeconds: number | null;

  /** @param message One plain sentence. */
  constructor(message: string, { status, code, param, retryAfterSeconds }: Told) {
    super(message);
    this.name = 'SpeechProblem';
    this.status = status;
    this.code = code;
    this.param = param ?? null;
    this.retryAfterSeconds = retryAfterSeconds ?? null;
  }

  get body(): { readonly error: Readonly<Record<string, string | null>> } {
    const { message, param, code, status } = this;
    return { error: { message, type: typeOf(status), param, code } };
  }

  get plain(): PlainProblem {
    const { message, status, code, param, retryAfterSeconds } = this;
    const retry = retryAfterSeconds === null ? {} : { retryAfterSeconds };
    return { message, status, code, param, ...retry };
  }
}

/** Their names for kinds of errors. */
function typeOf(status: number): string {
  if (status === 429) return 'requests';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

export function badValue(param: string | null, message: string, code: string): SpeechProblem {
  return new SpeechProblem(message, { status: 400, code, param });
}

export function noPageAnswers(): SpeechProblem {
  return new SpeechProblem('No open page of the app answers: open it and try again.', {
    status: 503,
    code: 'no_page_open',
    retryAfterSeconds: 5,
  });
}

export function pageWentAway(): SpeechProblem {
  return new SpeechProblem('The page that spoke was closed or does not answer any more.', {
    status: 503,
    code: 'page_gone',
    retryAfterSeconds: 1,
  });
}

/** Its causes stay here: their sentences may quote what was to be read. */
export function asSpeechProblem(thrown: unknown): SpeechProblem {
  if (thrown instanceof SpeechProblem) return thrown;
  const error = asSottoError(thrown, { operation: 'speech', component: 'speech-door' });
  return new SpeechProblem(`${error.message} ${error.suggestion}`, toldOf(error));
}

function toldOf({ detail }: SottoError): Told {
  switch (detail.kind) {
    case 'resource':
      return detail.type === 'capacity'
        ? { status: 429, code: 'rate_limit_exceeded', retryAfterSeconds: 5 }
        : { status: 503, code: 'insufficient_resources', retryAfterSeconds: 30 };
    case 'text':
    case 'validation':
      return { status: 400, code: 'invalid_value', param: 'input' };
    case 'network':
      return { status: 503, code: 'voice_not_fetched', retryAfterSeconds: 30 };
    case 'timeout':
      return { status: 503, code: 'timeout', retryAfterSeconds: 5 };
    default:
      return { status: 500, code: 'internal_error' };
  }
}
