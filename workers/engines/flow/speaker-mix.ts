/** Who speaks, where a voice's files know several: one of them, or a mix by weights. */
import { SottoError } from '../../../src/base/errors';
import type { BlendShare } from '../../../src/contracts/speech';
import type { Language } from '../../../src/contracts/text';
import type { FlowVoiceFormat2 } from '../../../src/contracts/voices';
import { weights } from '../pieces/weights';

export interface Speaker {
  readonly embedding: readonly number[];
  /** The unit in which this speaker's pitch is given. */
  readonly deviationSemitones: number;
  gain(language: Language): number;
}

export interface SpeakerMix {
  readonly timbre: Speaker;
  readonly prosody: Speaker;
  /** Both are the same. */
  readonly isOne: boolean;
}

type Files = Pick<FlowVoiceFormat2, 'speakers' | 'pitch' | 'gains'>;

export function speakerNamed({ speakers, pitch, gains = {} }: Files, name: string): Speaker | null {
  const embedding = Object.hasOwn(speakers, name) ? speakers[name] : undefined;
  const facts = Object.hasOwn(pitch, name) ? pitch[name] : undefined;
  if (embedding === undefined || facts === undefined) return null;
  const own = Object.hasOwn(gains, name) ? gains[name] : undefined;
  const { deviationSemitones } = facts;
  return { embedding, deviationSemitones, gain: (language) => own?.[language] ?? 1 };
}

/**
 * Embeddings are mixed as they are: what the encoder and the flow learnt of speakers is linear in them up to
 * their first layer. Throws kind `validation` for a share of somebody whom the files lack.
 */
export function mixOf(files: Files, chosen: string, blend: readonly BlendShare[] = []): SpeakerMix {
  const shares = blend.filter(({ timbre, prosody }) => timbre !== 0 || prosody !== 0);
  const speakers = [chosen, ...shares.map(({ speakerId }) => speakerId ?? '')].map((name) => {
    const speaker = speakerNamed(files, name);
    if (speaker === null) throw unknownSpeaker(name);
    return speaker;
  });
  const timbre = weights(shares.map((share) => share.timbre));
  const prosody = weights(shares.map((share) => share.prosody));
  return {
    timbre: mixed(speakers, [timbre.chosen, ...timbre.others]),
    prosody: mixed(speakers, [prosody.chosen, ...prosody.others]),
    isOne: shares.every((share) => share.timbre === share.prosody),
  };
}

function mixed(speakers: readonly Speaker[], parts: readonly number[]): Speaker {
  const sum = (of: (speaker: Speaker) => number) =>
    speakers.reduce((total, speaker, i) => total + (parts[i] ?? 0) * of(speaker), 0);
  const [first] = speakers;
  return {
    embedding: (first?.embedding ?? []).map((_, k) => sum(({ embedding }) => embedding[k] ?? 0)),
    deviationSemitones: sum(({ deviationSemitones }) => deviationSemitones),
    gain: (language) => sum(({ gain }) => gain(language)),
  };
}

function unknownSpeaker(name: string): SottoError {
  return new SottoError(
    'The mix of voices names one that this voice cannot be mixed with.',
    { kind: 'validation', field: 'blend' },
    {
      operation: 'synthesize',
      component: 'engine.flow',
      suggestion: 'Take that voice out of the mix.',
      cause: new Error(`No speaker is named "${name}".`),
    },
  );
}
