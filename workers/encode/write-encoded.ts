/** MP3, M4B and Opus by mediabunny, with what it does not write itself: chapters, and where the sound begins. */
import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
  AudioSample,
  AudioSampleSource,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  StreamTarget,
  type AudioCodec,
  type MetadataTags,
  type OutputFormat,
} from 'mediabunny';
import { SOUND_FILES } from '../../src/audio/encode/formats';
import { id3Tag } from '../../src/audio/encode/id3';
import { mp3FrameSamples, withLameTag } from '../../src/audio/encode/lame-tag';
import { bookEnding } from '../../src/audio/encode/mp4-book';
import type { ChapterMark } from '../../src/contracts/export';
import type { BufferedWriter } from './sink';
import type { Pace, SoundJob, WriteSound } from './sound';

/** What the AAC encoder puts before the first sample: one frame. */
const AAC_PRIMING_SAMPLES = 1024;
/** Where the major brand stands in `ftyp`. */
const BRAND_POSITION = 8;
const BLOCK_SAMPLES = 2 ** 15;

/** A part of the finished file, as the library wrote it. */
interface Written {
  readonly bytes: Uint8Array;
  readonly position: number;
}

interface Encoding {
  readonly job: SoundJob;
  readonly pcm: Iterable<Float32Array>;
  readonly writer: BufferedWriter;
  readonly pace: Pace;
}

export const writeMp3: WriteSound = async (job, pcm, writer, pace) => {
  registerMp3Encoder();
  const tag = id3Tag(job);
  await writer.write(tag, 0);
  let head: Written | null = null;
  const format = new Mp3OutputFormat({
    onXingFrame: (bytes, position) => (head = { bytes: bytes.slice(), position }),
  });
  const frames = await encode({ job, pcm, writer, pace }, format, 'mp3', { offset: tag.length });
  const first = head as Written | null;
  if (first === null) return;
  const samplesPerFrame = mp3FrameSamples(job.sampleRate);
  const told = withLameTag(first.bytes, { frames, samplesPerFrame, samples: job.samples });
  if (told !== null) await writer.write(told, tag.length + first.position);
};

export const writeM4b: WriteSound = async (job, pcm, writer, pace) => {
  registerAacEncoder();
  let moov: Written | null = null;
  const format = new Mp4OutputFormat({
    fastStart: false,
    onMoov: (bytes, position) => (moov = { bytes: bytes.slice(), position }),
  });
  await encode({ job, pcm, writer, pace }, format, 'aac', { tags: tagsOf(job) });
  const last = moov as Written | null;
  if (last === null) throw new Error('The MP4 file has no end.');
  const primingSamples = AAC_PRIMING_SAMPLES;
  await writer.write(
    bookEnding(last.bytes, last.position, { ...job, primingSamples }),
    last.position,
  );
  await writer.write(new TextEncoder().encode('M4B '), BRAND_POSITION);
};

export const writeOpus: WriteSound = async (job, pcm, writer, pace) => {
  const tags = { ...tagsOf(job), raw: vorbisChapters(job.chapters, job.sampleRate) };
  await encode({ job, pcm, writer, pace }, new OggOutputFormat(), 'opus', { tags });
};

/** Returns how many packets there are. */
async function encode(
  { job, pcm, writer, pace }: Encoding,
  format: OutputFormat,
  codec: AudioCodec,
  { tags, offset = 0 }: { readonly tags?: MetadataTags; readonly offset?: number },
): Promise<number> {
  const stream = new WritableStream<{ data: Uint8Array; position: number }>({
    write: ({ data, position }) => writer.write(data, offset + position),
  });
  const output = new Output({ format, target: new StreamTarget(stream) });
  let packets = 0;
  const source = new AudioSampleSource({
    codec,
    bitrate: SOUND_FILES[job.format].bitsPerSecond(job.sampleRate),
    onEncodedPacket: () => packets++,
  });
  output.addAudioTrack(source);
  if (tags !== undefined) output.setMetadataTags(tags);
  try {
    await output.start();
    await feed(source, job.sampleRate, pcm, pace);
    await output.finalize();
  } catch (thrown) {
    await output.cancel().catch(() => undefined);
    throw thrown;
  }
  return packets;
}

async function feed(
  source: AudioSampleSource,
  sampleRate: number,
  pcm: Iterable<Float32Array>,
  pace: Pace,
): Promise<void> {
  let done = 0;
  for (const block of blocks(pcm)) {
    const sample = new AudioSample({
      data: block,
      format: 'f32-planar',
      numberOfChannels: 1,
      sampleRate,
      timestamp: done / sampleRate,
    });
    try {
      await source.add(sample);
    } finally {
      sample.close();
    }
    done += block.length;
    await pace(done);
  }
}

/** Pieces of any length as blocks of one, so that encoders are asked neither for crumbs nor for minutes. */
export function* blocks(pcm: Iterable<Float32Array>): Generator<Float32Array<ArrayBuffer>, void> {
  let block = new Float32Array(BLOCK_SAMPLES);
  let filled = 0;
  for (const piece of pcm) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + BLOCK_SAMPLES - filled);
      block.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < BLOCK_SAMPLES) continue;
      yield block;
      block = new Float32Array(BLOCK_SAMPLES);
      filled = 0;
    }
  }
  if (filled > 0) yield block.slice(0, filled);
}

function tagsOf({ title, author, cover }: SoundJob): MetadataTags {
  const images =
    cover === null
      ? {}
      : { images: [{ data: cover.bytes, mimeType: cover.type, kind: 'coverFront' as const }] };
  return {
    title,
    album: title,
    genre: 'Audiobook',
    ...(author === null ? {} : { artist: author }),
    ...images,
  };
}

/** https://wiki.xiph.org/Chapter_Extension */
function vorbisChapters(
  chapters: readonly ChapterMark[],
  sampleRate: number,
): Record<string, string> {
  const entries = chapters.flatMap(({ title, start }, i) => {
    const name = `CHAPTER${String(i + 1).padStart(3, '0')}`;
    const ms = Math.round((start / sampleRate) * 1000);
    const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
    const clock = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`;
    return [
      [name, `${clock}.${String(ms % 1000).padStart(3, '0')}`],
      [`${name}NAME`, title],
    ];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
