/**
 * The one error taxonomy (spec: resilience, section 1). An error is a value: it carries what failed,
 * where, why and what the listener can do, and crosses threads whole (see rpc/errors.ts).
 */
export type Stage = 'text' | 'encode' | 'flow' | 'vocode' | 'inspect' | 'queue' | 'play';

export type ErrorDetail =
  | { readonly kind: 'config'; readonly key: string }
  | { readonly kind: 'modelLoad'; readonly component: string; readonly file: string }
  | { readonly kind: 'inference'; readonly stage: Stage; readonly recoverable: boolean }
  | { readonly kind: 'audio'; readonly operation: string; readonly defect: string }
  /** `offset` is where in the source; null: all of it. */
  | { readonly kind: 'text'; readonly operation: string; readonly offset: number | null }
  | {
      readonly kind: 'resource';
      readonly type: 'memory' | 'gpuMemory' | 'storage' | 'cpu' | 'capacity';
    }
  | {
      readonly kind: 'device';
      readonly type: 'gpuLost' | 'gpuUnusable' | 'audioOutput' | 'workerDied';
    }
  | { readonly kind: 'validation'; readonly field: string }
  | { readonly kind: 'io'; readonly path: string }
  | { readonly kind: 'timeout'; readonly ms: number }
  | { readonly kind: 'network'; readonly url: string; readonly status: number | null }
  | { readonly kind: 'protocol' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'internal'; readonly where: string };

export type ErrorKind = ErrorDetail['kind'];

export interface ErrorContext {
  /** What was being done, e.g. `"synthesize"`. */
  readonly operation: string;
  /** Who was doing it, e.g. `"engine.worker"`. */
  readonly component: string;
  /** One plain sentence for the listener: what to do next. */
  readonly suggestion: string;
  readonly cause?: unknown;
}

export class SottoError extends Error {
  readonly detail: ErrorDetail;
  readonly operation: string;
  readonly component: string;
  readonly suggestion: string;

  /** @param message One plain sentence a listener can read; causes hold the technical story. */
  constructor(message: string, detail: ErrorDetail, context: ErrorContext) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = 'SottoError';
    this.detail = detail;
    this.operation = context.operation;
    this.component = context.component;
    this.suggestion = context.suggestion;
  }

  get kind(): ErrorKind {
    return this.detail.kind;
  }
}

/** A structured-clone-safe copy of an error and its causes. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  readonly cause: PlainError | null;
  readonly sotto: {
    readonly detail: ErrorDetail;
    readonly operation: string;
    readonly component: string;
    readonly suggestion: string;
  } | null;
}

const MAX_CAUSES = 8;

export function toPlainError(thrown: unknown, depth = 0): PlainError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause =
    error.cause === undefined || depth >= MAX_CAUSES ? null : toPlainError(error.cause, depth + 1);
  const sotto =
    error instanceof SottoError
      ? {
          detail: error.detail,
          operation: error.operation,
          component: error.component,
          suggestion: error.suggestion,
        }
      : null;
  return { name: error.name, message: error.message, stack: error.stack ?? null, cause, sotto };
}

export function fromPlainError(plain: PlainError): Error {
  const cause = plain.cause === null ? undefined : fromPlainError(plain.cause);
  const error =
    plain.sotto === null
      ? new Error(plain.message, { cause })
      : new SottoError(plain.message, plain.sotto.detail, { ...plain.sotto, cause });
  if (plain.sotto === null) error.name = plain.name;
  if (plain.stack !== null) error.stack = plain.stack;
  return error;
}

/** Anything thrown, as a SottoError: the net under every boundary. */
export function asSottoError(
  thrown: unknown,
  context: Omit<ErrorContext, 'cause' | 'suggestion'>,
): SottoError {
  if (thrown instanceof SottoError) return thrown;
  if (isAbort(thrown)) return cancelled(context.operation, context.component);
  return new SottoError(
    'Something inside Sotto went wrong.',
    { kind: 'internal', where: `${context.component}.${context.operation}` },
    { ...context, suggestion: 'Press Play again; if it goes on, reload the page.', cause: thrown },
  );
}

export function cancelled(operation: string, component: string): SottoError {
  return new SottoError(
    'Stopped on request.',
    { kind: 'cancelled' },
    { operation, component, suggestion: 'Nothing to do.' },
  );
}

export function isCancelled(thrown: unknown): boolean {
  return isAbort(thrown) || (thrown instanceof SottoError && thrown.kind === 'cancelled');
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}
