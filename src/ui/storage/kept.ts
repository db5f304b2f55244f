/** What is kept, put in words and in order. Pure. */
import type { Freed, KeptVoice, StorageOverview, Voice } from '../../contracts/voices';
import type { VoiceId } from '../../base/ids';
import { setOf } from '../../weights/names';
import { bytes } from '../format';
import { ago } from '../health/format';
import { listed } from '../languages';

export const nameOf = ({ id, voice }: Pick<KeptVoice, 'id' | 'voice'>) => voice?.name ?? id;

/** Others that are the very same files, whether they were ever used or not: they go when this one goes. */
export function companions(voice: Voice | null, voices: readonly Voice[]): readonly Voice[] {
  if (voice === null) return [];
  const set = setOf(voice);
  return voices.filter((other) => other.id !== voice.id && setOf(other) === set);
}

/** All that are on the shelf, and those of what is kept that are not, each once. */
export function knownVoices(shelf: readonly Voice[], kept: readonly KeptVoice[]): readonly Voice[] {
  const all = [...shelf, ...kept.flatMap(({ voice }) => voice ?? [])];
  return [...new Map(all.map((voice) => [voice.id, voice])).values()];
}

/** What is said before a voice is deleted, so that nobody is surprised. */
export function deletionWords(kept: KeptVoice, voices: readonly Voice[]): string {
  const together = companions(kept.voice, voices).map(({ name }) => name);
  const others =
    together.length === 0 ? '' : ` ${listed(together)} ${goes(together)} with it: the same files.`;
  const stays = kept.bytes - kept.ownBytes;
  const shared = stays > 0 ? ` ${bytes(stays)} stay, because other voices need them.` : '';
  const use = kept.isInUse
    ? ' It is loaded now, and must be fetched again to be loaded once more.'
    : '';
  const back =
    kept.voice?.source === 'device'
      ? ' Your own file stays where it is.'
      : ' It can be downloaded again.';
  return `Frees ${bytes(kept.ownBytes)}.${others}${shared}${use}${back}`;
}

const goes = (names: readonly string[]) => (names.length === 1 ? 'goes' : 'go');

export function freedWords({ bytes: freed, removed, keptFor }: Freed, names: NameOf): string {
  if (removed.length === 0) return 'Nothing was removed: what is left is in use.';
  const stays =
    keptFor.length === 0 ? '' : ` Files that ${listed(keptFor.map(names))} needs stayed.`;
  return `${listed(removed.map(names))} removed, ${bytes(freed)} freed.${stays}`;
}

export type NameOf = (id: VoiceId) => string;

/** `used 2 h ago · verified a day ago`. */
export function whenWords({ lastUsedAt, verifiedAt }: KeptVoice, now: number): string {
  const used = lastUsedAt === null ? 'never used' : `used ${ago(now - lastUsedAt)}`;
  return `${used} · ${verifiedAt === null ? 'not verified yet' : `verified ${ago(now - verifiedAt)}`}`;
}

/** Which would go first to free so much; as the store does it, except that shared files may free more. */
export function wouldGo(overview: StorageOverview, wantedBytes: number): readonly KeptVoice[] {
  const going: KeptVoice[] = [];
  let freed = 0;
  for (const kept of overview.voices.toReversed()) {
    if (freed >= wantedBytes) break;
    if (kept.isInUse || kept.ownBytes === 0) continue;
    going.push(kept);
    freed += kept.ownBytes;
  }
  return going;
}

export interface OwnerGroup {
  readonly title: string;
  readonly voices: readonly KeptVoice[];
}

const ENGINE_NAMES: Readonly<Record<string, string>> = {
  flow: 'Sotto',
  piper: 'Piper',
  kokoro: 'Kokoro',
  kitten: 'KittenTTS',
  supertonic: 'Supertonic',
};

/** By who made them, the listener's own files apart; in each the last used first. */
export function byOwner(voices: readonly KeptVoice[]): readonly OwnerGroup[] {
  const groups = new Map<string, KeptVoice[]>();
  for (const kept of voices) {
    const title = ownerTitle(kept.voice);
    groups.set(title, [...(groups.get(title) ?? []), kept]);
  }
  return [...groups].map(([title, inIt]) => ({ title, voices: inIt }));
}

function ownerTitle(voice: Voice | null): string {
  if (voice === null) return 'From an earlier version of Sotto';
  if (voice.source === 'device') return 'Your own files';
  return ENGINE_NAMES[voice.engine] ?? voice.engine;
}
