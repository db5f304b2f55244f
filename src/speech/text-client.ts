import type { Remote } from 'comlink';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import type {
  Block,
  DocumentFormat,
  Language,
  PlanOptions,
  Run,
  Utterance,
} from '../contracts/text';
import type { TextApi } from '../contracts/workers';
import type { WorkerLike } from '../rpc/connect';
import { revivingLink } from '../rpc/reviving';

const CALL_TIMEOUT_MS = 15_000;
/** The first answer waits for the pronunciation data, maybe on a slow line beside a voice's download. */
const FIRST_TIMEOUT_MS = 180_000;

/** The text worker behind its interface; a lost worker is replaced and the call made once more. */
export interface TextClient {
  warm(language: Language): Promise<void>;
  parse(source: string, format: DocumentFormat, signal?: AbortSignal): Promise<readonly Run[]>;
  plan(block: Block, options: PlanOptions, signal?: AbortSignal): Promise<readonly Utterance[]>;
  dispose(): void;
}

export interface TextClientDeps {
  readonly spawn: () => WorkerLike;
  readonly clock: Clock;
}

export function createTextClient({ spawn, clock }: TextClientDeps): TextClient {
  const link = revivingLink<TextApi>(spawn, { component: 'text', clock });
  let hasAnswered = false;
  let isDisposed = false;

  /** Planning has no side effects, so a call lost with its worker can simply be made again. */
  const call = async <T>(
    work: (api: Remote<TextApi>) => Promise<T>,
    operation: string,
    signal?: AbortSignal,
  ): Promise<T> => {
    const ask = async () => {
      const timeoutMs = hasAnswered ? CALL_TIMEOUT_MS : FIRST_TIMEOUT_MS;
      const answer = await link.call(work, { operation, timeoutMs, signal });
      hasAnswered ||= operation !== 'parse';
      return answer;
    };
    try {
      return await ask();
    } catch (thrown) {
      if (isDisposed || !isLoss(thrown)) throw thrown;
      // A dead worker is replaced by the next call; one that only hangs must be ended first. (Ending it
      // for a death too would end the one that another lost call has started meanwhile.)
      if (thrown.kind === 'timeout') link.terminate();
      return await ask();
    }
  };

  return {
    warm: (language) => call((api) => api.warm(language), 'warm'),
    parse: (source, format, signal) => call((api) => api.parse(source, format), 'parse', signal),
    plan: (block, options, signal) => call((api) => api.plan(block, options), 'plan', signal),
    dispose: () => {
      isDisposed = true;
      link.terminate();
    },
  };
}

function isLoss(thrown: unknown): thrown is SottoError {
  return thrown instanceof SottoError && (thrown.kind === 'device' || thrown.kind === 'timeout');
}
