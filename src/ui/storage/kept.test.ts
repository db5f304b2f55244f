import { expect, test } from 'vitest';
import type { KeptVoice, Voice } from '../../contracts/voices';
import { listed } from '../languages';
import {
  byOwner,
  companions,
  deletionWords,
  freedWords,
  knownVoices,
  whenWords,
  wouldGo,
} from './kept';

const DAY = 86_400_000;
const voice = (id: string, more: Partial<Voice> = {}): Voice => ({
  id: id as Voice['id'],
  name: id,
  engine: 'piper',
  locale: 'en-US',
  languages: ['en'],
  speaker: { sex: null, age: null },
  licence: { name: 'CC0', url: '' },
  credits: '',
  sample: null,
  sampleRate: 22_050,
  files: [{ name: 'a', url: 'a', bytes: 10e6, digest: 'sha256:00' }],
  defaults: { steps: 4, temperature: 0.5, pace: 1 },
  ...more,
});
const kept = (of: Voice, more: Partial<KeptVoice> = {}): KeptVoice => ({
  id: of.id,
  voice: of,
  bytes: 10e6,
  ownBytes: 10e6,
  isWhole: true,
  verifiedAt: 0,
  lastUsedAt: null,
  isInUse: false,
  ...more,
});
const amy = kept(voice('Amy'));
const twin = kept(voice('Twin', { weights: 'Amy' as Voice['id'] }));
const ben = kept(voice('Ben'));
const overview = (voices: readonly KeptVoice[]) => ({
  voices,
  voiceBytes: 0,
  usedBytes: null,
  quotaBytes: null,
  isPersistent: false,
});

test('voices of the very same files go together, and that is said before', () => {
  // The twin was never used: it is on the shelf, not among what is kept.
  const [one, two] = [voice('Amy'), voice('Twin', { weights: 'Amy' as Voice['id'] })];
  const all = knownVoices([one, two], [amy, ben]);
  expect(all.map(({ id }) => id)).toEqual(['Amy', 'Twin', 'Ben']);
  expect(companions(one, all)).toEqual([two]);
  expect(companions(ben.voice, all)).toEqual([]);
  expect(companions(null, all)).toEqual([]);
  expect(deletionWords(amy, all)).toBe(
    'Frees 10.0 MB. Twin goes with it: the same files. It can be downloaded again.',
  );
});

test('what stays for others, what is loaded and what is the listener’s own is said', () => {
  const shared = { ...ben, ownBytes: 1e6, isInUse: true };
  expect(deletionWords(shared, [])).toContain('9.0 MB stay, because other voices need them.');
  expect(deletionWords(shared, [])).toContain('loaded now');
  const own = kept(voice('Own', { source: 'device' }));
  expect(deletionWords(own, [])).toContain('Your own file stays where it is.');
});

test('what was freed is told by name', () => {
  const names = (id: string) => id;
  const ids = [amy.id, ben.id];
  expect(freedWords({ bytes: 20e6, removed: ids, keptFor: [twin.id] }, names)).toBe(
    'Amy and Ben removed, 20.0 MB freed. Files that Twin needs stayed.',
  );
  expect(freedWords({ bytes: 0, removed: [], keptFor: [] }, names)).toContain('in use');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
});

test('those that were used longest ago would go first, none that is in use', () => {
  const voices = [amy, { ...ben, isInUse: true }, kept(voice('Cid')), kept(voice('Dan'))];
  expect(wouldGo(overview(voices), 15e6).map(({ id }) => id)).toEqual(['Dan', 'Cid']);
  expect(wouldGo(overview(voices), 1e12).map(({ id }) => id)).toEqual(['Dan', 'Cid', 'Amy']);
});

test('they are listed by who made them', () => {
  const ours = kept(voice('Kathleen', { engine: 'flow' }));
  const old = { ...amy, id: 'x' as Voice['id'], voice: null };
  const own = kept(voice('Own', { source: 'device' }));
  expect(
    byOwner([amy, ours, own, old, ben]).map(({ title, voices }) => [title, voices.length]),
  ).toEqual([
    ['Piper', 2],
    ['Sotto', 1],
    ['Your own files', 1],
    ['From an earlier version of Sotto', 1],
  ]);
});

test('when it was used and verified is told in words', () => {
  expect(whenWords({ ...amy, lastUsedAt: 3 * DAY }, 5 * DAY)).toBe(
    'used 2 days ago · verified 5 days ago',
  );
  expect(whenWords({ ...amy, verifiedAt: null }, DAY)).toBe('never used · not verified yet');
});
