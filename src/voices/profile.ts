/** What a profile means for a session, and where profiles come from. */
import type { ProfileId, ProfileShare, VoiceProfile } from '../contracts/profile';
import { EMOTIONS, type SynthesisOptions } from '../contracts/speech';
import type { Language } from '../contracts/text';
import { ownerOf, type Voice, type VoiceFile } from '../contracts/voices';
import { missingVoice } from './profile-errors';

/** The voice as it speaks now, to be named and kept. */
export function profileFrom(
  id: ProfileId,
  name: string,
  now: { readonly voice: Voice; readonly language: Language; readonly synthesis: SynthesisOptions },
): VoiceProfile {
  const { voice, language, synthesis } = now;
  const { pace, pitchSemitones, temperature, steps, guidance, energy = 1 } = synthesis;
  return {
    id,
    name,
    language,
    engine: voice.engine,
    voice: { id: voice.id, name: voice.name },
    manner: { pace, pitchSemitones, temperature, steps, guidance, energy },
    blend: (synthesis.blend ?? []).map((share) => ({
      ...share,
      name: share.speakerId ?? share.voiceId,
    })),
    emotions: synthesis.emotions ?? {},
    reference: null,
    lexicon: [],
  };
}

/** The settings of a session that speaks so; seed and length of pieces stay as they are. */
export function synthesisOf(profile: VoiceProfile, before: SynthesisOptions): SynthesisOptions {
  const blend = profile.blend.map(({ voiceId, speakerId, timbre, prosody }) => {
    return { voiceId, speakerId, timbre, prosody };
  });
  return { ...before, ...profile.manner, blend, emotions: profile.emotions };
}

/** Without what belongs to one voice or profile alone. */
export function withoutProfile(synthesis: SynthesisOptions): SynthesisOptions {
  const { blend: _blend, emotions: _emotions, ...rest } = synthesis;
  return rest;
}

/** Whether a session speaks as the profile says; the listener may have moved a slider since. */
export function speaksAs(
  profile: VoiceProfile,
  now: {
    readonly voice: Voice | null;
    readonly language: Language;
    readonly synthesis: SynthesisOptions;
  },
): boolean {
  if (now.voice?.id !== profile.voice.id || now.language !== profile.language) return false;
  const asked = facts(synthesisOf(profile, now.synthesis));
  const spoken = facts(now.synthesis);
  return asked.every((fact, i) => fact === spoken[i]);
}

/** What of a synthesis a profile can say, each in its place. */
function facts(options: SynthesisOptions): readonly unknown[] {
  const { pace, pitchSemitones, temperature, steps, guidance, energy = 1 } = options;
  const { blend = [], emotions = {} } = options;
  const shares = blend.map((share) => [
    share.voiceId,
    share.speakerId,
    share.timbre,
    share.prosody,
  ]);
  return [
    ...[pace, pitchSemitones, temperature, steps, guidance, energy],
    JSON.stringify(shares),
    ...EMOTIONS.map((name) => emotions[name] ?? 0),
  ];
}

/**
 * The voice of a profile. Throws kind `config` where it is not known here, or where one of those to be mixed in
 * is not stored: an engine could not read it.
 */
export function voiceOf(
  profile: VoiceProfile,
  voices: readonly Voice[],
  isStored: (voice: Voice) => boolean,
): Voice {
  const voice = voices.find(({ id }) => id === profile.voice.id);
  if (voice === undefined) throw missingVoice(profile, profile.voice.name, 'unknown');
  const [lacking] = lackingShares(profile, voices, isStored);
  if (lacking === undefined) return voice;
  const isKnown = voices.some(({ id }) => id === lacking.voiceId);
  throw missingVoice(profile, lacking.name, isKnown ? 'notStored' : 'unknown');
}

/** Of the mix, what could not be read: not known here, or not on this device. */
export function lackingShares(
  { voice: { id }, blend }: VoiceProfile,
  voices: readonly Voice[],
  isStored: (voice: Voice) => boolean,
): readonly ProfileShare[] {
  const voice = voices.find((one) => one.id === id);
  return blend.filter(({ voiceId, timbre, prosody }) => {
    if (timbre === 0 && prosody === 0) return false;
    const other = voices.find((one) => one.id === voiceId);
    if (other === undefined) return true;
    // What lies in the voice's own files comes with them.
    const isWithin = voice !== undefined && other.files.every((file) => has(voice, other, file));
    return !isWithin && !isStored(other);
  });
}

/** Only voices of one model have styles or embeddings that mean the same: those that share a file. */
export function canMix(voice: Voice, other: Voice): boolean {
  if (other.id === voice.id || other.engine !== voice.engine) return false;
  if (other.speaker.id === voice.speaker.id) return false;
  return other.files.some((file) => has(voice, other, file));
}

export function shareOf({ id, name, speaker }: Voice): ProfileShare {
  return { voiceId: id, speakerId: speaker.id ?? null, name, timbre: 0, prosody: 0 };
}

/** `Bedtime` where it is free, else `Bedtime 2`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const [, stem = wanted] = /^(.*?)(?: \d+)?$/.exec(wanted) ?? [];
  let name = wanted;
  // Room is left for the number: a name has an end.
  for (let number = 2; taken.includes(name); number++) name = `${stem.slice(0, 110)} ${number}`;
  return name;
}

/** Whether a file of another voice is one of this voice's own. */
function has(voice: Voice, other: Voice, file: VoiceFile): boolean {
  const owner = ownerOf(other, file);
  return voice.files.some((own) => own.name === file.name && ownerOf(voice, own) === owner);
}
