/**
 * Makes an audiobook of a finished MP4 file with one track of sound: chapters in both ways that players
 * know (Nero's `chpl` list, and a text track as in QuickTime), and an edit list that leaves out what the
 * encoder put before the first sample.
 */
import type { ChapterMark } from '../../contracts/export';
import { box, boxesOf, fullBox, latin, readBoxes, u16, u32, u64, u8, type Box } from './mp4-boxes';

export interface BookContent {
  /** In order and without gaps, from the first sample to the last; in samples. */
  readonly chapters: readonly ChapterMark[];
  /** Also the time scale of the sound's track. */
  readonly sampleRate: number;
  readonly samples: number;
  /** Samples before the first one of the sound. */
  readonly primingSamples: number;
}

const MAX_LISTED = 255;
/** Of `chpl`: hundreds of nanoseconds. */
const LIST_UNITS_PER_SECOND = 1e7;
/** Three letters of five bits: "und". */
const UNDETERMINED_LANGUAGE = 0x55c4;
const UNITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].flatMap((n) => u32(n));

/**
 * What to write in the place of the `moov` that stands last in the file.
 * @param position Where that is, in bytes from the file's start.
 */
export function bookEnding(
  moov: Uint8Array,
  position: number,
  content: BookContent,
): Uint8Array<ArrayBuffer> {
  const [outer] = readBoxes(moov);
  if (outer?.type !== 'moov') throw new Error('This is no moov box.');
  const texts = content.chapters.map(({ title }) => textSample(title));
  const data = box('mdat', ...texts);
  const firstText = position + 8;
  const children = readBoxes(outer.body);
  const movie = movieHeader(children);
  const chapterTrack = movie.nextTrackId;
  const boxes = children.map((child) => {
    if (child.type === 'mvhd') return { ...child, body: movie.renumbered(content) };
    if (child.type === 'trak') return soundTrack(child, chapterTrack, movie.timescale, content);
    return child;
  });
  const sizes = texts.map((text) => text.length);
  const track = textTrack(content, {
    id: chapterTrack,
    timescale: movie.timescale,
    sizes,
    firstText,
  });
  const kept = boxes.filter(({ type }) => type !== 'udta');
  const userData = box('udta', ...boxesOf(readUserData(boxes)), chapterList(content));
  const rewritten = box('moov', ...boxesOf(kept), track, userData);
  const ending = new Uint8Array(data.length + rewritten.length);
  ending.set(data);
  ending.set(rewritten, data.length);
  return ending;
}

function readUserData(boxes: readonly Box[]): readonly Box[] {
  const found = boxes.find(({ type }) => type === 'udta');
  return found === undefined ? [] : readBoxes(found.body);
}

function movieHeader(children: readonly Box[]) {
  const header = children.find(({ type }) => type === 'mvhd');
  if (header === undefined) throw new Error('This movie has no header.');
  const view = new DataView(header.body.buffer, header.body.byteOffset, header.body.byteLength);
  const timescale = view.getUint32(header.body[0] === 1 ? 20 : 12);
  const nextTrackId = view.getUint32(view.byteLength - 4);
  return {
    timescale,
    nextTrackId,
    renumbered: ({ samples, sampleRate }: BookContent) => {
      const body = withDuration(header.body, 16, scaled(samples, sampleRate, timescale));
      new DataView(body.buffer).setUint32(body.length - 4, nextTrackId + 1);
      return body;
    },
  };
}

function soundTrack(
  track: Box,
  chapterTrack: number,
  timescale: number,
  { samples, sampleRate, primingSamples }: BookContent,
): Box {
  const duration = scaled(samples, sampleRate, timescale);
  const rate = [...u16(1), ...u16(0)];
  const edit = fullBox('elst', { version: 1 }, u32(1), u64(duration), u64(primingSamples), rate);
  const boxes = readBoxes(track.body).filter(({ type }) => type !== 'edts');
  const parts = boxes.flatMap(({ type, body }) => {
    if (type !== 'tkhd') return [box(type, body)];
    const header = box(type, withDuration(body, 20, duration));
    return [header, box('edts', edit), box('tref', box('chap', u32(chapterTrack)))];
  });
  const whole = box('trak', ...parts);
  return { type: 'trak', body: whole.subarray(8) };
}

/** @param at Of the duration in version 0; version 1 has two times of 64 bits before it, and one itself. */
function withDuration(header: Uint8Array, at: number, duration: number): Uint8Array<ArrayBuffer> {
  const body = header.slice();
  const view = new DataView(body.buffer);
  if (body[0] === 1) view.setBigUint64(at + 8, BigInt(duration));
  else view.setUint32(at, duration);
  return body;
}

interface TextTrack {
  readonly id: number;
  readonly timescale: number;
  readonly sizes: readonly number[];
  /** Where the first text lies in the file. */
  readonly firstText: number;
}

/** Not enabled: players show it as chapters, not as subtitles. */
function textTrack(content: BookContent, track: TextTrack): Uint8Array<ArrayBuffer> {
  const duration = scaled(content.samples, content.sampleRate, track.timescale);
  const noTimes = zeros(16);
  const identity = [...u32(track.id), ...zeros(4)];
  const header = fullBox(
    'tkhd',
    { version: 1 },
    [...noTimes, ...identity, ...u64(duration)],
    [...zeros(16), ...UNITY_MATRIX, ...zeros(8)],
  );
  const length = [...u32(content.sampleRate), ...u64(content.samples)];
  const mediaHeader = fullBox('mdhd', { version: 1 }, [
    ...noTimes,
    ...length,
    ...u16(UNDETERMINED_LANGUAGE),
    ...zeros(2),
  ]);
  const handler = fullBox(
    'hdlr',
    {},
    [...zeros(4), ...latin('text'), ...zeros(12)],
    [...latin('Chapters'), 0],
  );
  const graphics = [...u16(0x40), ...u16(0x8000), ...u16(0x8000), ...u16(0x8000), ...zeros(4)];
  const mediaInfo = box(
    'minf',
    box('gmhd', fullBox('gmin', {}, graphics), box('text', UNITY_MATRIX)),
    box('dinf', fullBox('dref', {}, u32(1), fullBox('url ', { flags: 1 }))),
    sampleTable(content, track),
  );
  return box('trak', header, box('mdia', mediaHeader, handler, mediaInfo));
}

function sampleTable(
  { chapters }: BookContent,
  { sizes, firstText }: TextTrack,
): Uint8Array<ArrayBuffer> {
  // An empty style: black on white, where a player shows it at all.
  const style = new Uint8Array(43);
  const description = box('text', [...zeros(6), ...u16(1)], style);
  const durations = chapters.flatMap(({ start, end }) => [...u32(1), ...u32(end - start)]);
  return box(
    'stbl',
    fullBox('stsd', {}, u32(1), description),
    fullBox('stts', {}, u32(chapters.length), durations),
    fullBox('stsc', {}, u32(1), u32(1), u32(chapters.length), u32(1)),
    fullBox('stsz', {}, u32(0), u32(sizes.length), sizes.flatMap(u32)),
    fullBox('co64', {}, u32(1), u64(firstText)),
  );
}

/** A length, the text, and the mark that it is UTF-8. */
function textSample(title: string): Uint8Array {
  const text = new TextEncoder().encode(title);
  return Uint8Array.from([
    ...u16(text.length),
    ...text,
    ...u32(12),
    ...latin('encd'),
    ...u32(0x100),
  ]);
}

function chapterList({ chapters, sampleRate }: BookContent): Uint8Array<ArrayBuffer> {
  const listed = chapters.slice(0, MAX_LISTED);
  const entries = listed.flatMap(({ title, start }) => {
    const text = new TextEncoder().encode(title).subarray(0, 255);
    return [...u64(Math.round((start / sampleRate) * LIST_UNITS_PER_SECOND)), text.length, ...text];
  });
  return fullBox('chpl', { version: 1 }, u32(0), u8(listed.length), entries);
}

const scaled = (samples: number, sampleRate: number, timescale: number) =>
  Math.round((samples / sampleRate) * timescale);

const zeros = (count: number): number[] => new Array<number>(count).fill(0);
