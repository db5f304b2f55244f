/** Sound on its way into a file. */
import type { ChapterMark, SoundFormat } from '../../src/contracts/export';
import type { TagPicture } from '../../src/audio/encode/id3';
import type { BufferedWriter } from './sink';

export interface SoundJob {
  readonly format: SoundFormat;
  readonly title: string;
  readonly author: string | null;
  readonly cover: TagPicture | null;
  readonly chapters: readonly ChapterMark[];
  readonly sampleRate: number;
  /** All there will be. */
  readonly samples: number;
}

/** Called between two pieces: tells progress, lets messages through, throws when it was cancelled. */
export type Pace = (samplesDone: number) => Promise<void>;

export type WriteSound = (
  job: SoundJob,
  pcm: Iterable<Float32Array>,
  writer: BufferedWriter,
  pace: Pace,
) => Promise<void>;
