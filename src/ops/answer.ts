/** Answers requests that came as data, by the typed functions of the recovery API. */
import { pause } from '../base/abort';
import type { Clock } from '../base/clock';
import { asSottoError, type SottoError } from '../base/errors';
import { unreachable } from '../base/never';
import type { HealthFeed } from '../contracts/health';
import {
  acceptedToWire,
  actionsToWire,
  healthToWire,
  parseRequest,
  recordToWire,
  statusToWire,
  wireError,
} from '../contracts/recovery-wire';
import type { RecoveryRequest, WireAnswer, WireValue } from '../contracts/recovery-wire';

export interface AnswerDeps {
  readonly feed: Pick<HealthFeed, 'recovery' | 'snapshot' | 'status' | 'metrics'>;
  readonly clock: Clock;
}

/** Whoever asks waits a second (spec: resilience, section 5): what takes longer is told as it stands. */
const SOON_MS = 800;

/** Never rejects. */
export type Answer = (message: unknown) => Promise<WireAnswer>;

export function createAnswer(deps: AnswerDeps): Answer {
  return async (message) => {
    const request = parseRequest(message);
    if (request === null) return wireError('bad_request', 'There is no such operation.');
    try {
      return { ok: true, result: await resultOf(request, deps) };
    } catch (thrown) {
      const context = { operation: request.operation, component: 'recovery-api' };
      return errorOf(asSottoError(thrown, context));
    }
  };
}

async function resultOf(request: RecoveryRequest, deps: AnswerDeps): Promise<WireValue> {
  const { feed, clock } = deps;
  switch (request.operation) {
    case 'status':
      return statusToWire(await feed.recovery.status());
    case 'health':
      return healthToWire(await soon(feed.recovery.health(), clock, () => feed.snapshot));
    case 'actions':
      return actionsToWire(await feed.recovery.actions());
    case 'trigger':
      return triggered(request.failure, deps);
    case 'reset':
      await feed.recovery.reset();
      return statusToWire(await feed.recovery.status());
    case 'metrics':
      return feed.metrics('prometheus');
    default:
      return unreachable(request);
  }
}

/** The finished record, or the running one if it takes its time. */
async function triggered(
  failure: Extract<RecoveryRequest, { operation: 'trigger' }>['failure'],
  { feed, clock }: AnswerDeps,
): Promise<WireValue> {
  const record = await soon(feed.recovery.trigger(failure), clock, () => feed.status.running);
  return record?.failure === failure ? recordToWire(record) : acceptedToWire(failure);
}

function soon<T, U>(work: Promise<T>, clock: Clock, otherwise: () => U): Promise<T | U> {
  const stop = new AbortController();
  const late = pause(SOON_MS, clock, stop.signal).then(otherwise);
  late.catch(() => undefined);
  return Promise.race([work, late]).finally(() => stop.abort());
}

function errorOf(error: SottoError): WireAnswer {
  const told = `${error.message} ${error.suggestion}`;
  switch (error.detail.kind) {
    case 'config':
      return wireError(error.detail.key === 'voice' ? 'no_voice' : 'internal', told);
    case 'cancelled':
    case 'timeout':
      return wireError('unavailable', told);
    default:
      return wireError('internal', told);
  }
}
