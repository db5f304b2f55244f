import type { ShelfState } from '../shelf.svelte';
import type { KnownVoices } from './profiles-state.svelte';

export function knownVoices(shelf: ShelfState): KnownVoices {
  return {
    voices: shelf.voices,
    isStored: (voice) => shelf.status(voice).kind === 'stored',
  };
}
