/** For tests: any profile there can be. */
import fc from 'fast-check';
import type { VoiceId } from '../base/ids';
import { mergeLexicon } from '../contracts/lexicon';
import type { ProfileId, ProfileShare, VoiceProfile } from '../contracts/profile';
import { SHARE_RANGE, SYNTHESIS_RANGES, type Range } from '../contracts/ranges';
import { EMOTIONS } from '../contracts/speech';
import type { LexiconEntry } from '../contracts/text';

export const KATHLEEN: VoiceProfile = {
  id: 'bedtime' as ProfileId,
  name: 'Bedtime',
  language: 'en',
  engine: 'flow',
  voice: { id: 'kathleen' as VoiceId, name: 'Kathleen' },
  manner: { pace: 0.9, pitchSemitones: -1, energy: 1, temperature: 0.5, steps: 4, guidance: 0 },
  blend: [],
  emotions: { calm: 0.5 },
  reference: null,
  lexicon: [
    { language: 'en', word: 'Siobhan', replacement: { kind: 'respelling', text: 'shivawn' } },
  ],
};

const within = ({ min, max, integer }: Range) =>
  integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
const token = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,20}$/);
const words = fc.string({ minLength: 1, maxLength: 30 }).map((text) => `a${text.trim()}`);
const language = fc.constantFrom('en', 'de', 'nl', 'pt', 'yue');

/** Halved, so that any number of them comes to at most 1. */
const shares = fc
  .uniqueArray(fc.tuple(token, within(SHARE_RANGE), within(SHARE_RANGE), words), {
    maxLength: 6,
    selector: ([id]) => id,
  })
  .map((all) =>
    all.map(([id, timbre, prosody, name], i): ProfileShare => ({
      voiceId: id as VoiceId,
      speakerId: i % 2 === 0 ? name : null,
      name,
      timbre: timbre / 2 ** (i + 1),
      prosody: prosody / 2 ** (i + 1),
    })),
  );

const entry: fc.Arbitrary<LexiconEntry> = fc.record({
  language,
  word: words,
  replacement: fc.oneof(
    fc.record({ kind: fc.constant('respelling' as const), text: words }),
    fc.record({ kind: fc.constant('ipa' as const), ipa: words }),
  ),
});

const reference = fc.oneof(
  fc.constant(null),
  fc.record({
    kind: fc.constant('audio' as const),
    fileName: words,
    mediaType: fc.constantFrom('audio/wav', 'audio/mp4'),
    data: fc
      .uint8Array({ minLength: 1, maxLength: 40 })
      .map((bytes) => btoa(String.fromCharCode(...bytes))),
  }),
  fc.record({
    kind: fc.constant('embedding' as const),
    fileName: words,
    values: fc.array(fc.double({ noDefaultInfinity: true, noNaN: true }), {
      minLength: 1,
      maxLength: 16,
    }),
  }),
);

export const anyProfile: fc.Arbitrary<VoiceProfile> = fc.record({
  id: token.map((id) => id as ProfileId),
  name: words,
  language,
  engine: token,
  voice: fc.record({ id: token.map((id) => id as VoiceId), name: words }),
  manner: fc.record({
    pace: within(SYNTHESIS_RANGES.pace),
    pitchSemitones: within(SYNTHESIS_RANGES.pitchSemitones),
    energy: within(SYNTHESIS_RANGES.energy),
    temperature: within(SYNTHESIS_RANGES.temperature),
    steps: within(SYNTHESIS_RANGES.steps),
    guidance: within(SYNTHESIS_RANGES.guidance),
  }),
  blend: shares,
  emotions: fc.record(Object.fromEntries(EMOTIONS.map((name) => [name, within(SHARE_RANGE)])), {
    requiredKeys: [],
  }),
  reference,
  lexicon: fc.array(entry, { maxLength: 8 }).map((entries) => mergeLexicon([], entries)),
});
