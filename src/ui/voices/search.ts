/** Which of hundreds of voices the listener is looking for, and in which order. Pure. */
import type { Language } from '../../contracts/text';
import { ownerOf, type Voice } from '../../contracts/voices';
import { languageName, localeName } from '../languages';

export const SIZES = [
  { key: 'small', label: 'Up to 30 MB', maxBytes: 30_000_000 },
  { key: 'medium', label: 'Up to 80 MB', maxBytes: 80_000_000 },
  { key: 'large', label: 'Up to 200 MB', maxBytes: 200_000_000 },
] as const;

/** An empty string is no wish. */
export interface Wishes {
  readonly text: string;
  readonly language: Language;
  readonly sex: '' | 'female' | 'male';
  readonly size: '' | (typeof SIZES)[number]['key'];
  readonly quality: string;
  readonly licence: '' | 'any' | 'limited';
}

export const NO_WISHES: Wishes = {
  text: '',
  language: '',
  sex: '',
  size: '',
  quality: '',
  licence: '',
};

export function hasWishes(wishes: Wishes): boolean {
  return Object.values(wishes).some((wish: string) => wish.trim() !== '');
}

export function sizeOf({ files }: Pick<Voice, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What is still to be fetched of a voice whose other files came with voices that are here. */
export function bytesToFetch(voice: Voice, stored: readonly Voice[]): number {
  const here = new Set(stored.flatMap(pathsOf));
  return voice.files
    .filter((_, i) => !here.has(pathsOf(voice)[i] ?? ''))
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

function pathsOf(voice: Voice): string[] {
  return voice.files.map((file) => `${ownerOf(voice, file)}/${file.name}/${file.digest}`);
}

export function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** The first ones, then those of the others that are not among them. */
export function withOthers(first: readonly Voice[], others: readonly Voice[]): readonly Voice[] {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...others.filter(({ id }) => !known.has(id))];
}

const FAMILIES: Readonly<Record<string, string>> = {
  piper: 'Piper',
  kokoro: 'Kokoro',
  kitten: 'KittenTTS',
  supertonic: 'Supertonic',
};

/** Whose kind of voice it is; empty for ours. */
export function familyName({ engine }: Pick<Voice, 'engine'>): string {
  return FAMILIES[engine] ?? '';
}

/** How its makers grade it, in words. */
export function qualityName(quality: string): string {
  return quality === 'x_low' ? 'very low' : quality;
}

export function matches(voice: Voice, wishes: Wishes): boolean {
  const { language, sex, size, quality, licence } = wishes;
  const limit = SIZES.find(({ key }) => key === size);
  return (
    (language === '' || voice.languages.includes(language)) &&
    (sex === '' || voice.speaker.sex === sex) &&
    (limit === undefined || sizeOf(voice) <= limit.maxBytes) &&
    (quality === '' || voice.quality === quality) &&
    (licence === '' || (licence === 'limited') === (voice.licence.limits !== undefined)) &&
    saysAll(voice, wishes.text)
  );
}

/** Every word of the text begins a word of what is known of the voice, accents and case aside. */
function saysAll(voice: Voice, text: string): boolean {
  const wanted = wordsOf(text);
  if (wanted.length === 0) return true;
  const said = wordsAbout(voice);
  return wanted.every((word) => said.some((one) => one.startsWith(word)));
}

const known = new WeakMap<Voice, readonly string[]>();

/** Remembered: it is asked for with every key that is pressed. */
function wordsAbout(voice: Voice): readonly string[] {
  const before = known.get(voice);
  if (before !== undefined) return before;
  const { name, engine, locale, languages, speaker, licence, quality = '', id } = voice;
  const tongues = languages.map(languageName).join(' ');
  const said = [name, engine, localeName(locale), regionName(locale), tongues, speaker.sex ?? ''];
  const words = wordsOf([...said, licence.name, qualityName(quality), id].join(' '));
  known.set(voice, words);
  return words;
}

const regions = new Intl.DisplayNames('en', { type: 'region' });

/** `Portugal` for `pt-PT`. */
function regionName(locale: string): string {
  const region = locale.split('-')[1] ?? '';
  try {
    return regions.of(region) ?? region;
  } catch {
    return region;
  }
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}.]+/u).filter((word) => word !== '');
}

export interface Standing {
  readonly isStored: (voice: Voice) => boolean;
  /** Of the text. */
  readonly language: Language;
}

/** On this device first, then the text's language, then ours, then the smaller. */
export function inOrder(voices: readonly Voice[], standing: Standing): readonly Voice[] {
  const ranked = voices.map((voice) => ({ voice, rank: rankOf(voice, standing) }));
  return ranked
    .sort((a, b) => compare(a.rank, b.rank) || a.voice.name.localeCompare(b.voice.name))
    .map(({ voice }) => voice);
}

function rankOf(voice: Voice, { isStored, language }: Standing): readonly number[] {
  return [
    isStored(voice) ? 0 : 1,
    tongueRank(voice, language),
    voice.source === undefined ? 0 : 1,
    sizeOf(voice),
  ];
}

/** A voice's first language is its own; the others it has learnt. */
function tongueRank({ languages }: Voice, language: Language): number {
  if (languages[0] === language) return 0;
  return languages.includes(language) ? 1 : 2;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
