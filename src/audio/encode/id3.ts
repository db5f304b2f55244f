/** ID3v2.3 tags (https://id3.org/id3v2.3.0) with chapters (https://id3.org/id3v2-chapters-1.0). */
import type { ChapterMark } from '../../contracts/export';

export interface TagContent {
  readonly title: string;
  readonly author: string | null;
  readonly cover: TagPicture | null;
  /** In order, without gaps; `start` and `end` in samples. */
  readonly chapters: readonly ChapterMark[];
  readonly sampleRate: number;
}

export interface TagPicture {
  readonly type: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array;
}

const HEADER_BYTES = 10;
const UTF16_WITH_MARK = 1;
const LATIN1 = 0;
const FRONT_COVER = 3;
/** "Not given": players go by the times. */
const NO_OFFSET = 0xffffffff;
const TOP_LEVEL_AND_ORDERED = 0b11;
/** The list of contents counts its entries in one byte. */
const MAX_LISTED = 255;

export function id3Tag(content: TagContent): Uint8Array<ArrayBuffer> {
  const { title, author, cover, chapters, sampleRate } = content;
  const frames = [textFrame('TIT2', title), textFrame('TALB', title)];
  if (author !== null) frames.push(textFrame('TPE1', author));
  if (cover !== null) frames.push(pictureFrame(cover));
  if (chapters.length > 0) frames.push(contentsFrame(chapters.slice(0, MAX_LISTED)));
  chapters.forEach((chapter, i) => frames.push(chapterFrame(chapter, i, sampleRate)));
  const body = joinBytes(frames);
  const header = [...ascii('ID3'), 3, 0, 0, ...syncSafe(body.length)];
  return joinBytes([Uint8Array.from(header), body]);
}

function frame(id: string, ...parts: readonly Iterable<number>[]): Uint8Array {
  const body = joinBytes(parts.map((part) => Uint8Array.from(part)));
  return joinBytes([Uint8Array.from([...ascii(id), ...uint32(body.length), 0, 0]), body]);
}

function textFrame(id: string, text: string): Uint8Array {
  return frame(id, [UTF16_WITH_MARK], utf16(text));
}

function pictureFrame({ type, bytes }: TagPicture): Uint8Array {
  return frame('APIC', [LATIN1], ascii(type), [0, FRONT_COVER, 0], bytes);
}

function contentsFrame(chapters: readonly ChapterMark[]): Uint8Array {
  const names = chapters.flatMap((_, i) => [...ascii(elementId(i)), 0]);
  const flags = [TOP_LEVEL_AND_ORDERED, chapters.length];
  return frame('CTOC', ascii('toc'), [0], flags, names);
}

function chapterFrame(chapter: ChapterMark, index: number, sampleRate: number): Uint8Array {
  const ms = (samples: number) => uint32(Math.round((samples / sampleRate) * 1000));
  const times = [...ms(chapter.start), ...ms(chapter.end)];
  const offsets = [...uint32(NO_OFFSET), ...uint32(NO_OFFSET)];
  const title = textFrame('TIT2', chapter.title);
  return frame('CHAP', ascii(elementId(index)), [0], times, offsets, title);
}

const elementId = (index: number) => `ch${index}`;

/** Seven bits a byte, so that no size looks like the start of a frame of sound. */
function syncSafe(size: number): number[] {
  return [21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f);
}

function uint32(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0) & 0xff);
}

/** Little-endian, with its mark and without an end: the frame's size says where it ends. */
function utf16(text: string): number[] {
  const bytes = [0xff, 0xfe];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes.push(unit & 0xff, unit >> 8);
  }
  return bytes;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Of a tag that begins with these bytes, its header included; 0 where there is none. */
export function id3Length(bytes: Uint8Array): number {
  const isTag = bytes[0] === 0x49 && bytes[1] === 0x44 && bytes[2] === 0x33;
  if (!isTag || bytes.length < HEADER_BYTES) return 0;
  const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | ((bytes[at] ?? 0) & 0x7f), 0);
  return HEADER_BYTES + size;
}
