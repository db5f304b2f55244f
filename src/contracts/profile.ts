/** A voice profile: who speaks, and how; kept on this device and carried in a file (docs/voice-profiles.md). */
import type { Id, VoiceId } from '../base/ids';
import type { SottoError } from '../base/errors';
import type { BlendShare, Emotion, SynthesisOptions } from './speech';
import type { Language, Lexicon } from './text';

export type ProfileId = Id<'profile'>;

/**
 * What of a synthesis belongs to who speaks. `pace` is the speed of the voice itself; the player's speed,
 * the seed and the length of pieces stay the listener's.
 */
export type Manner = Pick<
  SynthesisOptions,
  'pace' | 'pitchSemitones' | 'temperature' | 'steps' | 'guidance'
> & { readonly energy: number };

export interface VoiceProfile {
  readonly id: ProfileId;
  readonly name: string;
  readonly language: Language;
  /** Engine of its voice, a key of the registry. */
  readonly engine: string;
  /** The name is for people, where the voice itself is not here. */
  readonly voice: { readonly id: VoiceId; readonly name: string };
  readonly manner: Manner;
  /** No voice twice; timbre and prosody come to at most 1 each. */
  readonly blend: readonly ProfileShare[];
  readonly emotions: Readonly<Partial<Record<Emotion, number>>>;
  readonly reference: VoiceReference | null;
  /** Goes over the listener's own; one entry a word and language. */
  readonly lexicon: Lexicon;
}

export interface ProfileShare extends BlendShare {
  readonly name: string;
}

/** A sample of a voice to speak like: the sound itself, or what a speaker encoder made of it. */
export type VoiceReference =
  | {
      readonly kind: 'audio';
      readonly fileName: string;
      /** E.g. `audio/wav`. */
      readonly mediaType: string;
      /** The bytes of the file, in base64. */
      readonly data: string;
    }
  | { readonly kind: 'embedding'; readonly fileName: string; readonly values: readonly number[] };

export interface ProfileListing {
  /** By name. */
  readonly profiles: readonly VoiceProfile[];
  /** Kept, but not to be read any more; `key` removes it. */
  readonly damaged: readonly { readonly key: string; readonly error: SottoError }[];
}

/** What came of a file: taken in, under a name of its own where there was one like it. */
export interface ImportedProfile {
  readonly profile: VoiceProfile;
  /** `same`: it was here already to the last value; `copy`: another of its id was, which stays. */
  readonly kind: 'new' | 'copy' | 'same';
}

/** The profiles on this device. All methods reject with a SottoError. */
export interface ProfileShelf {
  list(): Promise<ProfileListing>;
  /** Rejects with kind `config` where there is none. */
  find(id: ProfileId): Promise<VoiceProfile>;
  /** Adds it, or replaces the one of its id. */
  save(profile: VoiceProfile): Promise<void>;
  /** Under an id and a name of its own. */
  duplicate(profile: VoiceProfile): Promise<VoiceProfile>;
  remove(key: string): Promise<void>;
  /** Never replaces one that is here. */
  importFile(file: Blob): Promise<ImportedProfile>;
  newId(): ProfileId;
}
