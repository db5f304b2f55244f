/** Sound written while it is spoken: each piece in its place, at the speed asked for. */
import { shapeEdges } from '../../src/audio/join';
import { resample } from '../../src/audio/resample';
import { stretch } from '../../src/audio/stretch';
import { unreachable } from '../../src/base/never';
import type { SoundFormat } from '../../src/contracts/export';
import { PCM_RATE_HZ } from '../../src/contracts/speech-http';
import type {
  SoundStream,
  StreamEncoderApi,
  StreamedPiece,
} from '../../src/contracts/speech-http-encoder';
import type { SoundWriter } from './sound-writer';
import { plainWriter } from './stream-plain';

/** The stretcher's own range; what is beyond is stretched twice. */
const STRETCHER_RANGE = { min: 0.5, max: 3 };

export interface StreamDeps {
  /** What this browser can write as a file. */
  readonly formats: () => Promise<readonly SoundFormat[]>;
}

interface Open extends SoundStream {
  readonly writer: SoundWriter;
  previousSample: number;
  samples: number;
}

export function createStreamApi({ formats }: StreamDeps): StreamEncoderApi {
  let open: Open | null = null;
  const theStream = (): Open => {
    if (open === null) throw new Error('No stream is open.');
    return open;
  };
  return {
    openStream: async (stream) => {
      if (stream.format === 'opus' && !(await formats()).includes('opus')) return false;
      open = { ...stream, writer: await writerFor(stream), previousSample: 0, samples: 0 };
      return true;
    },
    pushSound: async (piece) => {
      const stream = theStream();
      await addPiece(stream, piece);
      return joined(stream.writer.take());
    },
    finishStream: async () => {
      const { writer, samples } = theStream();
      await writer.finish();
      open = null;
      return { bytes: joined(writer.take()), seconds: samples / writer.sampleRate };
    },
  };
}

async function writerFor({ format, voiceRateHz }: SoundStream): Promise<SoundWriter> {
  switch (format) {
    case 'wav':
      return plainWriter(voiceRateHz, 'wav');
    case 'pcm':
      return plainWriter(PCM_RATE_HZ, 'none');
    case 'mp3':
    case 'aac':
    case 'opus':
      return (await import('./stream-encoded')).encodedWriter(format, voiceRateHz);
    default:
      return unreachable(format);
  }
}

async function addPiece(stream: Open, piece: StreamedPiece): Promise<void> {
  const { speed, writer } = stream;
  const { sampleRate } = writer;
  await addPause(stream, piece.pauseBeforeMs);
  if (piece.pcm.length > 0) {
    const atRate =
      piece.sampleRate === sampleRate
        ? piece.pcm
        : resample(piece.pcm, piece.sampleRate, sampleRate);
    const joint = {
      previousSample: stream.previousSample,
      silenceFollows: piece.pauseAfterMs > 0,
    };
    const pcm = shapeEdges(atSpeed(atRate, speed, sampleRate), sampleRate, joint);
    await writer.add(pcm);
    stream.samples += pcm.length;
    stream.previousSample = pcm.at(-1) ?? stream.previousSample;
  }
  await addPause(stream, piece.pauseAfterMs);
}

async function addPause(stream: Open, ms: number): Promise<void> {
  const samples = Math.round((ms / 1000 / stream.speed) * stream.writer.sampleRate);
  if (samples <= 0) return;
  await stream.writer.add(new Float32Array(samples));
  stream.samples += samples;
  stream.previousSample = 0;
}

function atSpeed(pcm: Float32Array, speed: number, sampleRate: number): Float32Array {
  if (speed === 1) return pcm;
  if (speed >= STRETCHER_RANGE.min && speed <= STRETCHER_RANGE.max) {
    return stretch(pcm, speed, sampleRate);
  }
  const half = Math.sqrt(speed);
  return stretch(stretch(pcm, half, sampleRate), half, sampleRate);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
