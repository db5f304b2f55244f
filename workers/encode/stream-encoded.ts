/** MP3, AAC and Opus written from beginning to end, so that the beginning can be heard before the end is there. */
import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
  AdtsOutputFormat,
  AudioSample,
  AudioSampleSource,
  Mp3OutputFormat,
  OggOutputFormat,
  Output,
  StreamTarget,
  type AudioCodec,
  type OutputFormat,
  type StreamTargetChunk,
} from 'mediabunny';
import { SOUND_FILES, fileSampleRate } from '../../src/audio/encode/formats';
import { unreachable } from '../../src/base/never';
import type { SoundFormat } from '../../src/contracts/export';
import type { SpeechFormat } from '../../src/contracts/speech-http';
import type { SoundWriter } from './sound-writer';
import { blocks } from './write-encoded';

type EncodedFormat = Exclude<SpeechFormat, 'wav' | 'pcm'>;

interface Encoding {
  readonly codec: AudioCodec;
  /** The file of an export that is encoded alike. */
  readonly like: SoundFormat;
  readonly output: OutputFormat;
}

/** Pages of an Ogg stream are otherwise as long as they may be: many seconds of speech. */
const OGG_PAGE_SECONDS = 0.5;

export async function encodedWriter(
  format: EncodedFormat,
  voiceRateHz: number,
): Promise<SoundWriter> {
  const { codec, like, output: container } = encodingOf(format);
  const sampleRate = fileSampleRate(like, voiceRateHz);
  const ready: Uint8Array[] = [];
  let written = 0;
  const sink = new WritableStream<StreamTargetChunk>({
    write: ({ data, position }) => {
      if (position !== written) throw new Error('What was sent cannot be written again.');
      written += data.length;
      ready.push(data.slice());
    },
  });
  const output = new Output({ format: container, target: new StreamTarget(sink) });
  const bitrate = SOUND_FILES[like].bitsPerSecond(sampleRate);
  const source = new AudioSampleSource({ codec, bitrate });
  output.addAudioTrack(source);
  await output.start();
  let done = 0;
  const add = async (data: Float32Array<ArrayBuffer>) => {
    const timestamp = done / sampleRate;
    const shape = { format: 'f32-planar', numberOfChannels: 1, sampleRate } as const;
    const sample = new AudioSample({ data, timestamp, ...shape });
    await source.add(sample).finally(() => sample.close());
    done += data.length;
  };
  return {
    sampleRate,
    add: async (pcm) => {
      for (const block of blocks([pcm])) await add(block);
    },
    finish: () => output.finalize(),
    take: () => ready.splice(0),
  };
}

function encodingOf(format: EncodedFormat): Encoding {
  switch (format) {
    case 'mp3':
      registerMp3Encoder();
      return { codec: 'mp3', like: 'mp3', output: new Mp3OutputFormat({ xingHeader: false }) };
    case 'aac':
      registerAacEncoder();
      return { codec: 'aac', like: 'm4b', output: new AdtsOutputFormat() };
    case 'opus': {
      const output = new OggOutputFormat({ maximumPageDuration: OGG_PAGE_SECONDS });
      return { codec: 'opus', like: 'opus', output };
    }
    default:
      return unreachable(format);
  }
}
