import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoiceId } from '../base/ids';
import { layerLexicon } from '../contracts/lexicon';
import type { VoiceProfile } from '../contracts/profile';
import type { SynthesisOptions } from '../contracts/speech';
import type { LexiconEntry } from '../contracts/text';
import type { Voice, VoiceFile } from '../contracts/voices';
import { canMix, freeName, profileFrom, shareOf, speaksAs, synthesisOf, voiceOf } from './profile';
import { anyProfile, KATHLEEN } from './profile-testing';

const SYNTHESIS: SynthesisOptions = {
  steps: 8,
  temperature: 0.6,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 42,
  maxFramesPerChunk: 200,
};
const file = (name: string, owner?: string): VoiceFile => ({
  name,
  url: name,
  bytes: 1,
  digest: 'sha256:00',
  ...(owner === undefined ? {} : { owner: owner as VoiceId }),
});
const voice = (id: string, change: Partial<Voice> = {}): Voice => ({
  id: id as VoiceId,
  name: id,
  engine: 'kokoro',
  locale: 'en-US',
  languages: ['en'],
  speaker: { sex: null, age: null, id },
  licence: { name: 'CC0', url: '' },
  credits: '',
  sample: null,
  sampleRate: 24_000,
  files: [file('model.onnx', 'kokoro'), file(`${id}.bin`, 'styles')],
  defaults: { steps: 1, temperature: 0.5, pace: 1 },
  ...change,
});
const [ONE, TWO] = [voice('one'), voice('two')];
const mixing = (of: Voice, timbre = 0.5): VoiceProfile => ({
  ...KATHLEEN,
  voice: { id: ONE.id, name: ONE.name },
  blend: [{ ...shareOf(of), timbre }],
});

describe('what a profile makes of a session', () => {
  it('is its manner, mix and emotions; seed and pieces stay the listener’s', () => {
    fc.assert(
      fc.property(anyProfile, (profile) => {
        const synthesis = synthesisOf(profile, SYNTHESIS);
        expect(synthesis).toMatchObject({ ...profile.manner, seed: 42, maxFramesPerChunk: 200 });
        expect(synthesis.blend).toHaveLength(profile.blend.length);
        const now = { voice: voice(profile.voice.id), language: profile.language, synthesis };
        expect(speaksAs(profile, now)).toBe(true);
        const altered = { ...synthesis, pace: synthesis.pace === 1 ? 1.1 : 1 };
        expect(speaksAs(profile, { ...now, synthesis: altered })).toBe(false);
        expect(speaksAs(profile, { ...now, voice: voice('another-one-by-far') })).toBe(false);
      }),
    );
  });

  it('can be taken back from it', () => {
    const now = { voice: ONE, language: 'en', synthesis: { ...SYNTHESIS, emotions: { sad: 1 } } };
    const profile = profileFrom(KATHLEEN.id, 'Now', now);
    expect(speaksAs(profile, now)).toBe(true);
  });
});

describe('the voice of a profile', () => {
  const all = [ONE, TWO];
  it('is refused by name where it is not here', () => {
    const find = () => voiceOf(KATHLEEN, all, () => true);
    expect(find).toThrow('speaks with Kathleen, a voice that is not here');
  });

  it('is refused where one to be mixed in is unknown, or not on this device', () => {
    expect(voiceOf(mixing(TWO), all, () => true)).toBe(ONE);
    expect(() => voiceOf(mixing(TWO), [ONE], () => true)).toThrow('speaks with two');
    expect(() => voiceOf(mixing(TWO), all, () => false)).toThrow('mixes in two');
    expect(voiceOf(mixing(TWO, 0), all, () => false)).toBe(ONE);
  });

  it('needs no more than its own files for speakers that are in them', () => {
    const files = [file('voice.json', 'ours')];
    const [a, b] = [voice('one', { files }), voice('two', { files })];
    expect(voiceOf(mixing(b), [a, b], () => false)).toBe(a);
  });
});

it('mixes voices of one model only, and none with itself', () => {
  expect(canMix(ONE, TWO)).toBe(true);
  expect(canMix(ONE, ONE)).toBe(false);
  expect(canMix(ONE, voice('three', { engine: 'kitten' }))).toBe(false);
  const otherModel = [file('model.onnx', 'kokoro-gpu'), file('three.bin', 'styles')];
  expect(canMix(ONE, voice('three', { files: otherModel }))).toBe(false);
});

it.each([
  ['Bedtime', [], 'Bedtime'],
  ['Bedtime', ['Bedtime'], 'Bedtime 2'],
  ['Bedtime 2', ['Bedtime', 'Bedtime 2'], 'Bedtime 3'],
  ['1', ['1'], '1 2'],
])('%s beside %j is %s', (wanted, taken, name) => {
  expect(freeName(wanted, taken)).toBe(name);
});

describe('the words of a profile', () => {
  const word = (text: string, said: string): LexiconEntry => ({
    language: 'en',
    word: text,
    replacement: { kind: 'respelling', text: said },
  });

  it('go over the listener’s, which otherwise stay', () => {
    const own = [word('gif', 'jiff'), word('Reading', 'redding')];
    const layered = layerLexicon(own, [word('GIF'.toLowerCase(), 'ghif'), word('Lima', 'leema')]);
    expect(layered.map(({ word: text, replacement }) => [text, replacement])).toEqual([
      ['gif', { kind: 'respelling', text: 'ghif' }],
      ['Lima', { kind: 'respelling', text: 'leema' }],
      ['Reading', { kind: 'respelling', text: 'redding' }],
    ]);
  });

  it('are no change where there are none', () => {
    const own = [word('gif', 'jiff')];
    expect(layerLexicon(own, [])).toBe(own);
  });
});
