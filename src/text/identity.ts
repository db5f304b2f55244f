import type { UtteranceId } from '../base/ids';
import { hashText } from '../base/random';
import type { Span } from '../contracts/text';

/** Equal for equal content at an equal place. */
export function utteranceId({ start, end }: Span, content: string): UtteranceId {
  return `${start}-${end}-${hashText(content).toString(36)}` as UtteranceId;
}
