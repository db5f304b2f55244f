import { asSottoError, type SottoError } from '../../base/errors';
import type { ProfileListing, ProfileShelf, VoiceProfile } from '../../contracts/profile';
import type { Voice } from '../../contracts/voices';
import { freeName, profileFrom, speaksAs, voiceOf } from '../../voices/profile';
import { profileFileName, PROFILE_SUFFIX, writeProfile } from '../../voices/profile-file';
import type { Environment } from '../environment';
import type { SpeechState } from '../speech.svelte';

export interface KnownVoices {
  readonly voices: readonly Voice[];
  isStored(voice: Voice): boolean;
}

/** What was last done, in words; what was deleted can be brought back. */
export interface ProfileNews {
  readonly text: string;
  readonly error: SottoError | null;
  readonly undo: (() => Promise<void>) | null;
}

/** The listener's profiles, and the one that is being made. */
export class ProfilesState {
  /** Null until they were read. */
  listing = $state.raw<ProfileListing | null>(null);
  news = $state.raw<ProfileNews | null>(null);
  /** What the editor holds; it outlives the sheet. */
  draft = $state.raw<VoiceProfile | null>(null);
  readonly #shelf: ProfileShelf;
  readonly #speech: SpeechState;
  readonly #environment: Pick<Environment, 'openFile' | 'saveFile'>;

  constructor(
    shelf: ProfileShelf,
    speech: SpeechState,
    environment: Pick<Environment, 'openFile' | 'saveFile'>,
  ) {
    this.#shelf = shelf;
    this.#speech = speech;
    this.#environment = environment;
  }

  /** Reads them anew: another tab may have changed them. */
  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      this.listing = await this.#shelf.list();
    });
  }

  /** In force, and not altered since by hand. */
  isSpoken(profile: VoiceProfile): boolean {
    const { voice, settings } = this.#speech;
    return this.isInForce(profile) && speaksAs(profile, { voice, ...settings });
  }

  isInForce({ id }: VoiceProfile): boolean {
    return this.#speech.profile?.id === id;
  }

  async choose(profile: VoiceProfile, known: KnownVoices): Promise<void> {
    await this.#attempt(async () => {
      const voice = voiceOf(profile, known.voices, (one) => known.isStored(one));
      this.#speech.chooseProfile(profile, voice);
      this.#tell(`“${profile.name}” is reading.`);
    });
  }

  /** From the voice as it speaks now. */
  create(): void {
    const { voice, settings } = this.#speech;
    if (voice === null) return;
    const name = freeName('New profile', this.#names());
    this.draft = profileFrom(this.#shelf.newId(), name, { voice, ...settings });
    this.news = null;
  }

  edit(profile: VoiceProfile): void {
    this.draft = profile;
    this.news = null;
  }

  change(change: Partial<VoiceProfile>): void {
    if (this.draft !== null) this.draft = { ...this.draft, ...change };
  }

  discard(): void {
    this.draft = null;
    this.news = null;
  }

  /** A profile that is in force is so at once as it was changed. */
  async save(known: KnownVoices): Promise<void> {
    const { draft } = this;
    if (draft === null) return;
    await this.#attempt(async () => {
      await this.#shelf.save(draft);
      this.draft = null;
      await this.refresh();
      const kept = this.listing?.profiles.find(({ id }) => id === draft.id) ?? draft;
      if (this.isInForce(kept)) await this.choose(kept, known);
      if (!this.news?.error) this.#tell(`“${kept.name}” is kept on this device.`);
    });
  }

  async duplicate(profile: VoiceProfile): Promise<void> {
    await this.#attempt(async () => {
      const copy = await this.#shelf.duplicate(profile);
      await this.refresh();
      this.#tell(`“${copy.name}” is a copy of “${profile.name}”.`);
    });
  }

  async remove(profile: VoiceProfile): Promise<void> {
    await this.#attempt(async () => {
      await this.#shelf.remove(profile.id);
      const wasInForce = this.isInForce(profile);
      const { voice } = this.#speech;
      if (wasInForce) this.#speech.leaveProfile();
      await this.refresh();
      this.#tell(`“${profile.name}” is deleted.`, async () => {
        await this.#shelf.save(profile);
        if (wasInForce && voice !== null) this.#speech.chooseProfile(profile, voice);
        await this.refresh();
        this.#tell(`“${profile.name}” is back.`);
      });
    });
  }

  async undo(): Promise<void> {
    const undo = this.news?.undo;
    if (undo) await this.#attempt(undo);
  }

  /** One that cannot be read any more. */
  async removeDamaged(key: string): Promise<void> {
    await this.#attempt(async () => {
      await this.#shelf.remove(key);
      await this.refresh();
      this.#tell('The damaged profile is deleted.');
    });
  }

  async importFile(): Promise<void> {
    const file = await this.#environment.openFile(`${PROFILE_SUFFIX},.json,application/json`);
    if (file === null) return;
    await this.#attempt(async () => {
      const { profile, kind } = await this.#shelf.importFile(file);
      await this.refresh();
      const told = {
        new: `“${profile.name}” came in from “${file.name}”.`,
        copy: `The file came in as “${profile.name}”, beside the one that was here.`,
        same: `“${profile.name}” was here already, just so.`,
      };
      this.#tell(told[kind]);
    });
  }

  exportFile(profile: VoiceProfile): void {
    const name = profileFileName(profile);
    const blob = new Blob([writeProfile(profile)], { type: 'application/json' });
    this.#environment.saveFile(blob, name);
    this.#tell(`“${profile.name}” is saved in “${name}”.`);
  }

  #names(): readonly string[] {
    return this.listing?.profiles.map(({ name }) => name) ?? [];
  }

  #tell(text: string, undo: (() => Promise<void>) | null = null): void {
    this.news = { text, error: null, undo };
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const error = asSottoError(thrown, { operation: 'change', component: 'profiles' });
      this.news = { text: error.message, error, undo: null };
    }
  }
}
