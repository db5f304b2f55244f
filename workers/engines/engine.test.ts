import { expect, it } from 'vitest';
import type { VoiceId } from '../../src/base/ids';
import type { Voice } from '../../src/contracts/voices';
import { voiceFiles } from './engine';

const file = (name: string) => ({ name, url: name, bytes: 1, digest: 'sha256:00' });
const voice = { id: 'test' as VoiceId, files: [file('a'), file('b')] } as unknown as Voice;

it('asks for every file of a voice at once, and for each only once until it is forgotten', async () => {
  const asked: string[] = [];
  const read = async (_: VoiceId, name: string) => {
    asked.push(name);
    return Uint8Array.of(asked.length);
  };
  const files = voiceFiles(voice, { read });
  expect(asked).toEqual(['a', 'b']);
  expect(await files.read('b')).toBe(await files.read('b'));
  expect(asked).toEqual(['a', 'b']);
  files.forget();
  expect(await files.read('b')).toEqual(Uint8Array.of(3));
});

it('reads each file under the name it is kept by, and files of other voices by theirs', async () => {
  const owner = 'family' as VoiceId;
  const shared = { ...voice, files: [{ ...file('a'), owner }, file('b')] } as unknown as Voice;
  const asked: string[] = [];
  const read = async (id: VoiceId, name: string) => {
    asked.push(`${id}/${name}`);
    return Uint8Array.of(asked.length);
  };
  const files = voiceFiles(shared, { read });
  expect(asked).toEqual(['family/a', 'test/b']);
  files.forget();
  await files.read('a');
  await files.readFrom('other' as VoiceId, 'c');
  expect(asked.slice(2)).toEqual(['family/a', 'other/c']);
});
