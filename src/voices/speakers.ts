import type { VoiceId } from '../base/ids';
import type { Voice } from '../contracts/voices';

const LONGEST_ID = 58;

/** The voice speaking as another of its speakers: a voice of its own, of the very same files. */
export function withSpeaker(voice: Voice, speaker: string): Voice {
  const number = voice.speakers?.indexOf(speaker) ?? -1;
  if (number < 1) return voice;
  return {
    ...voice,
    id: `${voice.id.slice(0, LONGEST_ID)}.${number}` as VoiceId,
    name: `${voice.name} ${speaker}`,
    speaker: { ...voice.speaker, id: speaker },
    weights: voice.weights ?? voice.id,
  };
}

/** Voices as they are listed: of several speakers with the very same files, one stands for all. */
export function withoutSpeakers(voices: readonly Voice[]): readonly Voice[] {
  const listed = new Set(voices.map(({ id }) => id));
  return voices.filter(
    ({ id, speakers, weights }) =>
      speakers === undefined || weights === undefined || weights === id || !listed.has(weights),
  );
}

/** Whether a listed voice is this one, or stands for it. */
export function standsFor(listed: Voice, voice: Voice): boolean {
  return voice.id === listed.id || (voice.speakers !== undefined && voice.weights === listed.id);
}
