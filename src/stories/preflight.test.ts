import { describe, expect, it } from 'vitest';
import type { Voice } from '../contracts/voices';
import type { StoryDraft } from '../contracts/story';
import { isBroken, MOST_TEXT_UNITS, preflight, type PreflightFacts } from './preflight';
import { DRAFT } from './testing';

const MIB = 2 ** 20;
const voice = {
  engine: 'flow',
  languages: ['en'],
  files: [{ name: 'a', url: 'a', bytes: 30 * MIB, digest: 'sha256:00' }],
} as unknown as Voice;
const WELL: PreflightFacts = {
  voice,
  voiceStatus: 'stored',
  isOnline: true,
  freeBytes: 9000 * MIB,
  canStore: true,
  memoryBytes: 8192 * MIB,
  memoryLimitBytes: null,
  isSecurePage: true,
};
const found = (draft: Partial<StoryDraft>, facts: Partial<PreflightFacts> = {}) =>
  preflight({ ...DRAFT, ...draft }, { ...WELL, ...facts }).map(
    ({ kind, severity }) => `${kind} ${severity}`,
  );

describe('preflight', () => {
  it('lets what will work pass', () => {
    expect(found({})).toEqual([]);
    expect(found({ callbackUrl: 'https://a.example/api/tts/callback' })).toEqual([]);
    expect(found({ callbackUrl: 'http://localhost:1/x' })).toEqual([]);
  });
  it.each<[string, Partial<StoryDraft>, Partial<PreflightFacts>]>([
    ['textTooShort blocks', { text: ' … — !' }, {}],
    ['textTooLong blocks', { text: 'a'.repeat(MOST_TEXT_UNITS + 1) }, {}],
    ['textEncoding blocks', { text: 'Caf\uFFFD' }, {}],
    ['textLanguage blocks', { language: 'fi' }, {}],
    ['voiceMissing blocks', {}, { voice: null }],
    ['voiceInvalidFormat blocks', {}, { voice: { ...voice, files: [] } }],
    ['networkDown blocks', {}, { voiceStatus: 'absent', isOnline: false }],
    ['modelMissing warns', {}, { voiceStatus: 'failed' }],
    ['storageRefused blocks', {}, { canStore: false }],
    ['storageFull warns', {}, { freeBytes: 1000 }],
    ['storageFull warns', {}, { freeBytes: 20 * MIB, voiceStatus: 'absent' }],
    ['memory blocks', {}, { memoryLimitBytes: 50 * MIB }],
    ['memory warns', {}, { memoryBytes: 200 * MIB }],
    ['callbackRefused blocks', { callbackUrl: 'ftp://a.example' }, {}],
    ['callbackRefused warns', { callbackUrl: 'http://a.example/x' }, {}],
  ])('tells %s', (told, draft, facts) => {
    expect(found(draft, facts)).toEqual([told]);
  });
  it('knows broken text from rare signs', () => {
    expect(isBroken('\uD83D\uDE00 fine')).toBe(false);
    expect(isBroken('half \uD83D')).toBe(true);
    expect(isBroken(`${'good words '.repeat(200)}\uFFFD`)).toBe(false);
    expect(isBroken('a\u0000b')).toBe(true);
  });
});
