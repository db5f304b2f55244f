/** Our errors as a host page gets them: without causes, which may quote what was being read. */
import { asSottoError, SottoError, type ErrorDetail } from '../base/errors';
import { unreachable } from '../base/never';
import type { EmbedError, EmbedErrorCode } from '../contracts/embed';
import type { WireError } from '../contracts/recovery-wire';

/** A refusal that has a code of its own. */
export class EmbedRefusal extends Error {
  readonly told: EmbedError;

  constructor(code: EmbedErrorCode, message: string, suggestion: string) {
    super(message);
    this.name = 'EmbedRefusal';
    this.told = { code, message, suggestion };
  }
}

export function toEmbedError(thrown: unknown, operation: string): EmbedError {
  if (thrown instanceof EmbedRefusal) return thrown.told;
  const { detail, message, suggestion } = asSottoError(thrown, { operation, component: 'embed' });
  return { code: codeOf(detail), message, suggestion };
}

function codeOf(detail: ErrorDetail): EmbedErrorCode {
  switch (detail.kind) {
    case 'validation':
    case 'config':
      return 'bad_request';
    case 'text':
      return 'text';
    case 'network':
      return 'network';
    case 'timeout':
      return 'timeout';
    case 'cancelled':
      return 'cancelled';
    case 'io':
      return 'storage';
    case 'resource':
      if (detail.type === 'capacity') return 'capacity';
      return detail.type === 'storage' ? 'storage' : 'device';
    case 'device':
    case 'audio':
      return 'device';
    case 'modelLoad':
    case 'inference':
    case 'protocol':
    case 'internal':
      return 'internal';
    default:
      return unreachable(detail);
  }
}

/** Of the recovery API (contracts/recovery-wire.ts). */
export function recoveryRefusal({ code, message }: WireError): EmbedRefusal {
  const isAsked = code === 'bad_request' || code === 'no_voice';
  return new EmbedRefusal(isAsked ? 'bad_request' : 'internal', message, 'Try again in a minute.');
}

export function blocked(): EmbedRefusal {
  return new EmbedRefusal(
    'blocked',
    'The browser holds the sound back until somebody clicks into the player.',
    'Press Play in the player.',
  );
}

export function noText(): SottoError {
  return new SottoError(
    'There is no text to read yet.',
    { kind: 'text', operation: 'play', offset: null },
    { operation: 'play', component: 'embed', suggestion: 'Give the player a text first.' },
  );
}
