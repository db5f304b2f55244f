/** Judges exported files by programs and parsers that are not Sotto's. */
import { execFileSync } from 'node:child_process';
import { findProgram } from '../tools/browser.mjs';

export const HAS_FFMPEG = findProgram('ffprobe') !== null && findProgram('ffmpeg') !== null;

export interface Probe {
  readonly seconds: number;
  readonly codec: string;
  readonly title: string | null;
  readonly chapters: readonly {
    readonly title: string;
    readonly start: number;
    readonly end: number;
  }[];
}

export function probe(path: string): Probe {
  const args = [
    '-v',
    'error',
    '-of',
    'json',
    '-show_format',
    '-show_streams',
    '-show_chapters',
    path,
  ];
  const told = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' })) as {
    format: { duration: string; tags?: Record<string, string> };
    streams: { codec_type: string; codec_name: string; tags?: Record<string, string> }[];
    chapters: { start_time: string; end_time: string; tags?: { title?: string } }[];
  };
  const sound = told.streams.find(({ codec_type: type }) => type === 'audio');
  const tags = { ...sound?.tags, ...told.format.tags };
  return {
    seconds: Number(told.format.duration),
    codec: sound?.codec_name ?? '',
    title: tags['title'] ?? tags['TITLE'] ?? null,
    chapters: told.chapters.map((chapter) => ({
      title: chapter.tags?.title ?? '',
      start: Number(chapter.start_time),
      end: Number(chapter.end_time),
    })),
  };
}

/** As a player plays it: mono, at this rate. */
export function decode(path: string, sampleRate: number): Float32Array {
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-f', 'f32le', '-ac', '1'];
  const bytes = execFileSync('ffmpeg', [...args, '-ar', String(sampleRate), '-'], {
    maxBuffer: 2 ** 30,
  });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

export interface ParsedCue {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const TIMES = /^(\d{2,}):(\d{2}):(\d{2})[.,](\d{3}) --> (\d{2,}):(\d{2}):(\d{2})[.,](\d{3})$/;

/** SubRip and WebVTT alike; times in seconds. Throws at the first block that is neither. */
export function parseCaptions(file: string): readonly ParsedCue[] {
  const blocks = file.trim().split(/\n\n+/);
  if (blocks[0] === 'WEBVTT') blocks.shift();
  return blocks.map((block) => {
    const lines = block.split('\n');
    if (/^\d+$/.test(lines[0] ?? '')) lines.shift();
    const match = TIMES.exec(lines.shift() ?? '');
    if (match === null || lines.length === 0) throw new Error(`This is no caption: ${block}`);
    const n = match.slice(1).map(Number) as number[];
    const seconds = (at: number) =>
      (n[at] ?? 0) * 3600 + (n[at + 1] ?? 0) * 60 + (n[at + 2] ?? 0) + (n[at + 3] ?? 0) / 1000;
    const text = lines
      .join(' ')
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    return { from: seconds(0), to: seconds(4), text };
  });
}

export interface Timings {
  readonly sampleRate: number;
  readonly chapters: readonly {
    readonly title: string;
    readonly start: number;
    readonly end: number;
  }[];
  readonly words: readonly {
    readonly text: string;
    readonly offset: number;
    readonly endOffset: number;
    readonly startSample: number;
    readonly endSample: number;
  }[];
}
