/** The shape of a profile, wherever it is read from: outside input, judged field by field. */
import * as v from 'valibot';
import type { VoiceId } from '../base/ids';
import { lexiconSchema, mergeLexicon } from '../contracts/lexicon';
import type { ProfileId, VoiceProfile } from '../contracts/profile';
import {
  isInRange,
  rangeInWords,
  SHARE_RANGE,
  sumOfShares,
  SYNTHESIS_RANGES,
  type Range,
} from '../contracts/ranges';
import { EMOTIONS } from '../contracts/speech';
import { isLanguage } from '../contracts/text';
import { allDiffer } from './voice-schema';

const MAX_SHARES = 8;
const MAX_EMBEDDING = 4096;
/** Of a recording, in base64. */
export const MAX_REFERENCE_CHARACTERS = 12_000_000;

/** What it must be, said by the rule itself: messages are made of it. */
export function numberIn(range: Range) {
  return v.pipe(
    v.number(),
    v.check((value) => isInRange(value, range), rangeInWords(range)),
  );
}
export function textUpTo(most: number) {
  const rule = `a text of 1 to ${most} characters`;
  return v.pipe(v.string(), v.trim(), v.nonEmpty(rule), v.maxLength(most, rule));
}
const TOKEN_RULE = 'up to 64 plain letters, digits, dots and hyphens';
const token = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, TOKEN_RULE));

export const profileId = v.pipe(
  token,
  v.transform((id) => id as ProfileId),
);
export const voiceId = v.pipe(
  token,
  v.transform((id) => id as VoiceId),
);
export const engineName = token;
export const language = v.pipe(
  v.string(),
  v.check(isLanguage, 'a language code of two or three letters'),
);
export const emotions = v.object(
  Object.fromEntries(EMOTIONS.map((name) => [name, v.exactOptional(numberIn(SHARE_RANGE))])) as {
    [Name in (typeof EMOTIONS)[number]]: v.ExactOptionalSchema<
      ReturnType<typeof numberIn>,
      undefined
    >;
  },
);
export const speakerId = v.nullable(textUpTo(200));

const manner = v.object({
  pace: numberIn(SYNTHESIS_RANGES.pace),
  pitchSemitones: numberIn(SYNTHESIS_RANGES.pitchSemitones),
  energy: numberIn(SYNTHESIS_RANGES.energy),
  temperature: numberIn(SYNTHESIS_RANGES.temperature),
  steps: numberIn(SYNTHESIS_RANGES.steps),
  guidance: numberIn(SYNTHESIS_RANGES.guidance),
});

const share = v.object({
  voiceId,
  speakerId,
  name: textUpTo(200),
  timbre: numberIn(SHARE_RANGE),
  prosody: numberIn(SHARE_RANGE),
});
type Shares = v.InferOutput<typeof share>[];
const isWhole = (part: 'timbre' | 'prosody') => (shares: Shares) =>
  sumOfShares(shares.map((one) => one[part])) <= 1;

const blend = v.pipe(
  v.array(share),
  v.maxLength(MAX_SHARES, `a mix of at most ${MAX_SHARES} voices`),
  v.check((shares) => allDiffer(shares.map((one) => one.voiceId)), 'a mix with no voice twice'),
  v.check(isWhole('timbre'), 'shares of which timbre comes to at most 1'),
  v.check(isWhole('prosody'), 'shares of which prosody comes to at most 1'),
);

export const reference = v.nullable(
  v.variant('kind', [
    v.object({
      kind: v.literal('audio'),
      fileName: textUpTo(200),
      mediaType: v.pipe(v.string(), v.regex(/^audio\/[\w.+-]{1,60}$/, 'a recording')),
      data: v.pipe(
        v.string(),
        v.maxLength(MAX_REFERENCE_CHARACTERS, 'a recording of at most 9 MB'),
        v.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'a recording in base64'),
      ),
    }),
    v.object({
      kind: v.literal('embedding'),
      fileName: textUpTo(200),
      values: v.pipe(
        v.array(v.pipe(v.number(), v.finite('finite numbers'))),
        v.minLength(1, 'at least one number'),
        v.maxLength(MAX_EMBEDDING, `at most ${MAX_EMBEDDING} numbers`),
      ),
    }),
  ]),
);

export const profileSchema: v.GenericSchema<unknown, VoiceProfile> = v.object({
  id: profileId,
  name: textUpTo(120),
  language,
  engine: engineName,
  voice: v.object({ id: voiceId, name: textUpTo(200) }),
  manner,
  blend,
  emotions,
  reference,
  // One entry a word: lists of it are keyed by the word.
  lexicon: v.pipe(
    lexiconSchema,
    v.transform((entries) => mergeLexicon([], entries)),
  ),
});
