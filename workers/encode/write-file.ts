/** A work as files: the sound into a sink, the captions as text. */
import { unreachable } from '../../src/base/never';
import type { TagPicture } from '../../src/audio/encode/id3';
import { chapterMarks } from '../../src/captions/chapters';
import { placeClauses } from '../../src/captions/timeline';
import { CAPTION_FILES, writeCaptions } from '../../src/captions/write';
import type { ChapterMark, SoundFormat, WrittenExport } from '../../src/contracts/export';
import { assemble } from './assemble';
import { BufferedWriter, type FileSink } from './sink';
import type { Pace, SoundJob, WriteSound } from './sound';
import type { Work } from './work';
import { writeWav } from './write-wav';

/** Encoders are fetched when they are first needed; the service worker keeps them for use without a network. */
async function writerFor(format: SoundFormat): Promise<WriteSound> {
  switch (format) {
    case 'wav':
      return writeWav;
    case 'mp3':
      return (await import('./write-encoded')).writeMp3;
    case 'm4b':
      return (await import('./write-encoded')).writeM4b;
    case 'opus':
      return (await import('./write-encoded')).writeOpus;
    default:
      return unreachable(format);
  }
}

export async function writeWork(
  work: Work,
  sink: FileSink,
  pace: (samplesDone: number, bytes: number) => Promise<void>,
): Promise<Omit<WrittenExport, 'file'>> {
  const { request, tempo, clauses, samples, tally } = work;
  const { sampleRate } = tempo;
  const { title, author, sound: format } = request;
  const chapters = chapterMarks(placeClauses(clauses, tempo), request.chapters, title);
  const cover = await pictureOf(request.cover);
  const job: SoundJob = { format, title, author, cover, chapters, sampleRate, samples };
  const writer = new BufferedWriter(sink);
  const pcm = assemble(clauses, (piece) => work.readPiece(piece), tempo);
  const paced: Pace = (done) => pace(done, writer.size);
  const write = await writerFor(format);
  await write(job, pcm, writer, paced);
  await writer.flush();
  return {
    bytes: writer.size,
    samples,
    sampleRate,
    words: tally.words,
    chapters: chapters.length,
    captions: captionsOf(work, chapters),
  };
}

function captionsOf(work: Work, chapters: readonly ChapterMark[]): WrittenExport['captions'] {
  const { request, tempo, clauses } = work;
  const { title, document } = request;
  return request.captions.map((format) => {
    const pieces = [...writeCaptions(format, { title, document, clauses, tempo, chapters })];
    return { format, blob: new Blob(pieces, { type: CAPTION_FILES[format].type }) };
  });
}

async function pictureOf(cover: Blob | null): Promise<TagPicture | null> {
  if (cover === null) return null;
  const { type } = cover;
  if (type !== 'image/jpeg' && type !== 'image/png') return null;
  return { type, bytes: await cover.bytes() };
}
