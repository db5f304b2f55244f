/** What can be exported of a text, and what that will take. */
import { SOUND_FILES, fileSampleRate } from '../audio/encode/formats';
import { headingChapters } from '../captions/chapters';
import type {
  CaptionFormat,
  ExportChapter,
  ExportDocument,
  SoundFormat,
} from '../contracts/export';
import type { Span } from '../contracts/text';
import { listeningSeconds } from './counts';

export type Part = 'all' | 'chapter' | 'here';

export interface ExportChoice {
  readonly sound: SoundFormat;
  readonly captions: readonly CaptionFormat[];
  readonly part: Part;
  /** Index into the chapters. */
  readonly chapter: number;
  /** As fast as it is listened to, in place of the voice's own speed. */
  readonly isAtListeningSpeed: boolean;
}

/** The text on the page, as it would be exported. */
export interface ExportSource {
  readonly document: ExportDocument;
  readonly title: string;
  readonly author: string | null;
  readonly cover: Blob | null;
  readonly chapters: readonly ExportChapter[];
  /** Where the voice is. */
  readonly place: number;
}

export const FIRST_CHOICE: ExportChoice = {
  sound: 'mp3',
  captions: [],
  part: 'all',
  chapter: 0,
  isAtListeningSpeed: false,
};

export const CAPTION_NAMES: Readonly<Record<CaptionFormat, string>> = {
  srt: 'SRT, a caption for each sentence',
  vtt: 'WebVTT, by sentences, with the times of words',
  words: 'WebVTT, a caption for each word',
  json: 'JSON, every word with its place and time',
};

export const SOUND_HINTS: Readonly<Record<SoundFormat, string>> = {
  mp3: 'Plays everywhere',
  m4b: 'Audiobook',
  opus: 'Smallest',
  wav: 'Exact, no chapters',
};

/** Chapters of text without any are found by its headings. */
export function chaptersOf(
  document: ExportDocument,
  own: readonly ExportChapter[],
): readonly ExportChapter[] {
  const { source, format } = document;
  if (own.length > 0 || format !== 'plain') return own;
  return headingChapters(source, { start: 0, end: source.length });
}

export function rangeOf(choice: ExportChoice, source: ExportSource): Span {
  const { length } = source.document.source;
  const chapter = source.chapters[choice.chapter];
  if (choice.part === 'chapter' && chapter !== undefined) return chapter.span;
  if (choice.part === 'here') return { start: Math.min(source.place, length), end: length };
  return { start: 0, end: length };
}

/** The file's name without its ending: of a chapter alone, with the chapter's. */
export function nameOf(choice: ExportChoice, source: ExportSource): string {
  const chapter = choice.part === 'chapter' ? source.chapters[choice.chapter] : undefined;
  return fileName(chapter === undefined ? source.title : `${source.title} - ${chapter.title}`);
}

export interface ExportEstimate {
  readonly soundSeconds: number;
  readonly fileBytes: number;
  /** Of the samples that are kept meanwhile, and the file. */
  readonly roomBytes: number;
  /** Until it is done; null while nobody knows how fast the voice is here. */
  readonly makingSeconds: number | null;
}

interface Circumstances {
  readonly pace: number;
  readonly speed: number;
  readonly voiceHz: number;
  /** Compute time for a second of sound. */
  readonly rtf: number | null;
}

/** Seconds of sound encoded in a second on a modest laptop. */
const ENCODING_SPEED = 30;
const BYTES_PER_SAMPLE = 2;

export function estimate(
  range: Span,
  sound: SoundFormat,
  { pace, speed, voiceHz, rtf }: Circumstances,
): ExportEstimate {
  const spokenSeconds = listeningSeconds(range.end - range.start, pace, 1);
  const soundSeconds = spokenSeconds / speed;
  const bits = SOUND_FILES[sound].bitsPerSecond(fileSampleRate(sound, voiceHz));
  const fileBytes = (soundSeconds * bits) / 8;
  return {
    soundSeconds,
    fileBytes,
    roomBytes: fileBytes + spokenSeconds * voiceHz * BYTES_PER_SAMPLE,
    makingSeconds: rtf === null ? null : spokenSeconds * rtf + soundSeconds / ENCODING_SPEED,
  };
}

const ILLEGAL = /[\p{Cc}<>:"/\\|?*]/gu;
const MAX_NAME_CHARACTERS = 120;

export function fileName(title: string): string {
  const name = title
    .replaceAll(ILLEGAL, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME_CHARACTERS)
    .replace(/[\s.,;:]+$/u, '');
  return name === '' ? 'Sotto' : name;
}

/** A title from the first words of the first line. */
export function titleOf(text: string): string {
  const lines = text
    .slice(0, 400)
    .replaceAll(/<[^>]*>/g, ' ')
    .trim();
  const [first = ''] = lines.split('\n');
  const words = first
    .replace(/^#+\s*/u, '')
    .trim()
    .split(/\s+/u);
  return fileName(words.slice(0, 6).join(' ').slice(0, 60));
}
