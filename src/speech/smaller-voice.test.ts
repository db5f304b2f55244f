import { expect, it } from 'vitest';
import type { ShelfStatus, Voice } from '../contracts/voices';
import { fakeShelf, fakeVoice } from './fakes';
import { smallerVoice } from './smaller-voice';

const voice = (id: string, bytes: number, more: Partial<Voice> = {}): Voice => ({
  ...fakeVoice,
  id: id as Voice['id'],
  files: [{ name: 'a', url: 'a', bytes, digest: 'sha256:00' }],
  ...more,
});
const male = { speaker: { sex: 'male', age: null } } as const;
const large = voice('large', 100);
const ABSENT: ShelfStatus = { kind: 'absent' };

function shelfOf(voices: Voice[], others: Record<string, ShelfStatus> = {}) {
  const asked: string[] = [];
  const shelf = {
    ...fakeShelf(),
    voices,
    download: ({ id }: Voice) => {
      asked.push(id);
      return Promise.resolve();
    },
    status: ({ id }: Voice): ShelfStatus => others[id] ?? fakeShelf().status(fakeVoice),
  };
  return { shelf, asked };
}

it('is the nearest in size of the language, whichever engine and region', () => {
  const { shelf } = shelfOf([
    large,
    voice('least', 20),
    voice('some', 50, { locale: 'en-GB', engine: 'piper' }),
    voice('other', 60, { locale: 'de-DE' }),
  ]);
  expect(smallerVoice(large, shelf)?.id).toBe('some');
});

it('is rather one of the same sex, and else of the same region', () => {
  const { shelf } = shelfOf([
    voice('man', 60, male),
    voice('far', 30, { locale: 'en-GB' }),
    voice('near', 30),
  ]);
  expect(smallerVoice(large, shelf)?.id).toBe('near');
  expect(smallerVoice({ ...large, ...male }, shelf)?.id).toBe('man');
});

it('is another licence as soon as any, and one of unknown sex rather than none', () => {
  const nobody = voice('nobody', 30, {
    speaker: { sex: null, age: null },
    licence: { name: 'CC BY-NC 4.0', url: '', limits: 'no commercial use' },
  });
  expect(smallerVoice(large, shelfOf([large, nobody]).shelf)?.id).toBe('nobody');
});

it('is never one that would have to be fetched first', () => {
  const progress = { receivedBytes: 9, totalBytes: 10 };
  const { shelf, asked } = shelfOf(
    [voice('absent', 30), voice('partial', 31), voice('coming', 32), voice('paused', 33)],
    {
      absent: ABSENT,
      partial: { kind: 'partial', ...progress },
      coming: { kind: 'downloading', progress },
      paused: { kind: 'paused', ...progress },
    },
  );
  expect(smallerVoice(large, shelf)).toBeNull();
  expect(asked).toEqual([]);
});

it('is none where those are no smaller, or have the same weights', () => {
  const same: Voice = { ...voice('same', 10), weights: large.id };
  expect(smallerVoice(large, shelfOf([large, voice('alike', 80), same]).shelf)).toBeNull();
});
