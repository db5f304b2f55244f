/**
 * Version 1 of a profile's file: flat, with the names of the specification, one weight for each voice of a
 * mix, and no lexicon. It is simple enough to be written by hand, so it is read for good.
 */
import * as v from 'valibot';
import { SHARE_RANGE, SYNTHESIS_RANGES } from '../contracts/ranges';
import {
  emotions,
  engineName,
  language,
  numberIn,
  profileId,
  reference,
  speakerId,
  textUpTo,
  voiceId,
} from './profile-schema';

const optionally = (name: keyof typeof SYNTHESIS_RANGES, otherwise: number) =>
  v.optional(numberIn(SYNTHESIS_RANGES[name]), otherwise);

export const version1 = v.object({
  id: profileId,
  name: textUpTo(120),
  language,
  engine: engineName,
  voice: voiceId,
  speed: optionally('pace', 1),
  pitch: optionally('pitchSemitones', 0),
  energy: optionally('energy', 1),
  temperature: optionally('temperature', 0.5),
  steps: optionally('steps', 4),
  guidance: optionally('guidance', 0),
  blend: v.optional(
    v.array(
      v.object({
        voice: voiceId,
        speaker: v.optional(speakerId, null),
        weight: numberIn(SHARE_RANGE),
      }),
    ),
    [],
  ),
  emotions: v.optional(emotions, {}),
  reference: v.optional(reference, null),
});

export type Version1 = v.InferOutput<typeof version1>;

/** As version 2 has it, still to be judged. */
export function fromVersion1(old: Version1): unknown {
  const { speed, pitch, energy, temperature, steps, guidance } = old;
  return {
    id: old.id,
    name: old.name,
    language: old.language,
    engine: old.engine,
    // It knew no name but the id.
    voice: { id: old.voice, name: old.voice },
    manner: { pace: speed, pitchSemitones: pitch, energy, temperature, steps, guidance },
    blend: old.blend.map(({ voice, speaker, weight }) => ({
      voiceId: voice,
      speakerId: speaker,
      name: speaker ?? voice,
      timbre: weight,
      prosody: weight,
    })),
    emotions: old.emotions,
    reference: old.reference,
    lexicon: [],
  };
}
