import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import type { VoiceProfile } from '../contracts/profile';
import {
  MAX_PROFILE_BYTES,
  parseProfile,
  profileFileName,
  readProfileFile,
  validateProfile,
  writeProfile,
} from './profile-file';
import { anyProfile, KATHLEEN } from './profile-testing';

/** As JSON has it: there is one zero. */
const plain = (profile: VoiceProfile) => JSON.parse(JSON.stringify(profile)) as VoiceProfile;

function refusal(text: string): SottoError {
  try {
    parseProfile(text);
  } catch (thrown) {
    if (thrown instanceof SottoError) return thrown;
    throw thrown;
  }
  throw new Error('It was taken.');
}

const fileWith = (change: object) =>
  JSON.stringify({ sottoProfile: 2, profile: { ...KATHLEEN, ...change } });

describe('a profile in a file', () => {
  it('comes back as it went in', () => {
    fc.assert(
      fc.property(anyProfile, (profile) => {
        expect(parseProfile(writeProfile(profile))).toEqual(plain(profile));
      }),
    );
  });

  it('is named after itself, by characters that any disk takes', () => {
    expect(profileFileName({ ...KATHLEEN, name: 'Bedtime, slowly!' })).toBe(
      'bedtime-slowly.sotto-profile.json',
    );
    expect(profileFileName({ ...KATHLEEN, name: '../' })).toBe('voice.sotto-profile.json');
    expect(profileFileName({ ...KATHLEEN, name: 'Großmutter' })).toContain('großmutter');
  });
});

describe('a file that is no good', () => {
  it.each([
    ['of another kind', '{"sottoLexicon":1,"entries":[]}', 'not a voice profile'],
    ['of no JSON at all', 'RIFF....WAVE', 'not a voice profile'],
    ['of a list', '[1,2]', 'not a voice profile'],
    ['of nothing', 'null', 'not a voice profile'],
    ['that was cut off', writeProfile(KATHLEEN).slice(0, 200), 'not whole'],
    ['of a later version', '{"sottoProfile":3}', 'version 3'],
    ['of a version that is none', '{"sottoProfile":"2"}', '“sottoProfile” is missing'],
    ['without its voice', fileWith({ voice: undefined }), '“voice” is missing'],
    ['with a name that is a number', fileWith({ name: 7 }), '“name” is missing'],
    ['with words that are none', fileWith({ lexicon: {} }), '“lexicon” is missing'],
  ])('%s is refused in words of its own', (_, text, message) => {
    const error = refusal(text);
    expect(error.kind).toBe('validation');
    expect(error.message).toContain(message);
    expect(error.suggestion).not.toBe('');
  });

  const { manner } = KATHLEEN;
  const share = { voiceId: 'a', speakerId: null, name: 'A', timbre: 0.6, prosody: 0 };
  it.each([
    ['manner.pace', { manner: { ...manner, pace: 7 } }, 'a number from 0.5 to 2'],
    ['manner.steps', { manner: { ...manner, steps: 2.5 } }, 'a whole number from 1 to 64'],
    ['manner.energy', { manner: { ...manner, energy: 0 } }, 'a number from 0.25 to 2'],
    ['emotions.angry', { emotions: { angry: 1.1 } }, 'a number from 0 to 1'],
    ['language', { language: 'English' }, 'a language code'],
    ['voice.id', { voice: { id: '../x', name: 'X' } }, 'plain letters'],
    ['blend', { blend: [share, { ...share, voiceId: 'b' }] }, 'timbre comes to at most 1'],
    ['blend', { blend: [share, { ...share, timbre: 0 }] }, 'no voice twice'],
    ['name', { name: '  ' }, 'a text of 1 to 120'],
    [
      'reference.data',
      { reference: { kind: 'audio', fileName: 'a', mediaType: 'audio/wav', data: '<b>' } },
      'base64',
    ],
  ])('says that “%s” is out of its range, and the range', (field, change, rule) => {
    const error = refusal(fileWith(change));
    expect(error.detail).toEqual({ kind: 'validation', field });
    expect(error.message).toContain(rule);
  });

  it('is not read at all where it is huge', async () => {
    const file = { size: MAX_PROFILE_BYTES + 1, text: () => Promise.reject(new Error('read')) };
    await expect(readProfileFile(file as unknown as Blob)).rejects.toThrow('17 MB');
  });

  it('is refused before its rest is judged where a list has no end', () => {
    const many = Array.from({ length: 10_001 }, (_, i) => ({
      language: 'en',
      word: `w${i}`,
      replacement: { kind: 'respelling', text: 'x' },
    }));
    expect(refusal(fileWith({ lexicon: many })).detail).toMatchObject({ field: 'lexicon' });
  });

  it('does no harm by its depth', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(refusal(deep).message).toContain('not a voice profile');
    const within = writeProfile(KATHLEEN).replace('"Bedtime"', deep);
    expect(refusal(within).message).toContain('“name”');
  });

  it('puts nothing on objects that were not asked for', () => {
    const hostile = writeProfile(KATHLEEN).replace(
      '"emotions": {',
      '"__proto__": {"isAdmin": true}, "constructor": 1, "emotions": { "__proto__": {"calm": 1},',
    );
    const profile = parseProfile(hostile);
    expect(profile).toEqual(KATHLEEN);
    expect(Object.getPrototypeOf(profile.emotions)).toBe(Object.prototype);
    expect('isAdmin' in profile).toBe(false);
    expect(refusal('{"__proto__":{"sottoProfile":2}}').message).toContain('not a voice profile');
  });

  it('is taken or refused, whatever JSON it is', () => {
    const field = fc.constantFrom(...Object.keys(KATHLEEN));
    fc.assert(
      fc.property(fc.jsonValue(), field, (value, name) => {
        for (const text of [JSON.stringify(value), fileWith({ [name]: value })]) {
          try {
            const profile = parseProfile(text);
            expect(validateProfile(profile)).toEqual(profile);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(SottoError);
          }
        }
      }),
    );
  });
});

describe('a file of version 1', () => {
  const old = {
    sottoProfile: 1,
    id: 'night',
    name: 'Night',
    language: 'en',
    engine: 'kokoro',
    voice: 'kokoro-af_one',
  };

  it('becomes one of version 2: one weight is timbre and prosody, what is not said is as usual', () => {
    const blend = [{ voice: 'kokoro-bm_two', speaker: 'bm_two', weight: 0.25 }];
    const text = JSON.stringify({ ...old, speed: 1.5, pitch: -2, blend, emotions: { sad: 1 } });
    expect(parseProfile(text)).toEqual({
      id: 'night',
      name: 'Night',
      language: 'en',
      engine: 'kokoro',
      voice: { id: 'kokoro-af_one', name: 'kokoro-af_one' },
      manner: {
        pace: 1.5,
        pitchSemitones: -2,
        energy: 1,
        temperature: 0.5,
        steps: 4,
        guidance: 0,
      },
      blend: [
        {
          voiceId: 'kokoro-bm_two',
          speakerId: 'bm_two',
          name: 'bm_two',
          timbre: 0.25,
          prosody: 0.25,
        },
      ],
      emotions: { sad: 1 },
      reference: null,
      lexicon: [],
    });
  });

  it('is kept as version 2 and means the same then', () => {
    fc.assert(
      fc.property(anyProfile, (profile) => {
        const { pace, pitchSemitones, ...manner } = profile.manner;
        const written = {
          ...old,
          ...manner,
          speed: pace,
          pitch: pitchSemitones,
          blend: profile.blend.map(({ voiceId, timbre }) => ({ voice: voiceId, weight: timbre })),
          emotions: profile.emotions,
          reference: profile.reference,
        };
        const migrated = parseProfile(JSON.stringify(written));
        expect(migrated.manner).toEqual(plain(profile).manner);
        expect(parseProfile(writeProfile(migrated))).toEqual(plain(migrated));
      }),
    );
  });

  it('is refused by its own names', () => {
    expect(refusal(JSON.stringify({ ...old, speed: 9 })).detail).toMatchObject({ field: 'speed' });
    const { voice: _, ...voiceless } = old;
    expect(refusal(JSON.stringify(voiceless)).message).toContain('“voice” is missing');
    const half = { voice: 'a', weight: 0.6 };
    const over = { ...old, blend: [half, { ...half, voice: 'b' }] };
    expect(refusal(JSON.stringify(over)).detail).toMatchObject({ field: 'blend' });
  });
});
