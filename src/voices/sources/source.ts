/** Where voices come from: each source knows which lists to ask for and what voices they tell of. */
import { SottoError } from '../../base/errors';
import type { VoiceId } from '../../base/ids';
import type { Voice } from '../../contracts/voices';

export interface VoiceSource {
  /** Names its lists where they are kept. */
  readonly name: string;
  /** As the listener reads it. */
  readonly title: string;
  /** Full addresses of the JSON lists, all of one hub. */
  readonly lists: readonly string[];
  /**
   * What the lists tell, in the order of `lists`. Pure; they are outside input.
   * Throws kind `validation` where one is not what it should be.
   */
  voicesOf(lists: readonly unknown[]): readonly Voice[];
  /** Where the voice's makers state its terms in words; null where the list tells them. */
  cardOf(voice: Voice): string | null;
}

/** `field` is a path into the list, e.g. `piper.en_US-amy-medium.files`. */
export function badList(field: string, reason: string, cause?: unknown): SottoError {
  return new SottoError(
    'The list of voices from the hub is not what it should be, so it was not taken.',
    { kind: 'validation', field },
    {
      operation: 'voicesOf',
      component: 'voices',
      suggestion: 'The voices known so far stay. Try again later.',
      cause: new Error(reason, { cause }),
    },
  );
}

/** Letters, figures, dot, dash and underscore: ids are storage keys. `tugão` becomes `tugao`. */
export function asVoiceId(text: string): VoiceId {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return plain.replaceAll(/[^\w.-]/g, '_').slice(0, 64) as VoiceId;
}

/** `Hfc female` for `hfc_female`. */
export function asTitle(name: string): string {
  const spaced = name.replaceAll('_', ' ').trim();
  return spaced.charAt(0).toLocaleUpperCase('en') + spaced.slice(1);
}
