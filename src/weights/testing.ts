/** Voices made up for tests. */
import type { VoiceId } from '../base/ids';
import type { Voice, VoiceFile } from '../contracts/voices';

export function testFile(name: string, bytes: number, sha256 = '0'.repeat(64)): VoiceFile {
  return { name, url: `test/${name}`, bytes, digest: `sha256:${sha256}` };
}

export function testVoice(files: readonly VoiceFile[], id = 'test-voice'): Voice {
  return {
    id: id as VoiceId,
    name: 'Test',
    engine: 'test',
    locale: 'en-US',
    languages: ['en'],
    speaker: { sex: 'female', age: null },
    licence: { name: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
    credits: '',
    sample: null,
    sampleRate: 24_000,
    files,
    defaults: { steps: 4, temperature: 0.5, pace: 1 },
  };
}
