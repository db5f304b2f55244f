/** Kept sound: Opus in Ogg where the browser encodes it, 16-bit samples where it does not. */
import { SOUND_FILES, fileSampleRate } from '../../audio/encode/formats';
import { resample } from '../../audio/resample';
import type { KeptPiece } from '../../contracts/story';

export type KeptSound = Pick<KeptPiece, 'format' | 'bytes' | 'samples' | 'sampleRate'>;

export interface SoundCodec {
  encode(pcm: Float32Array, sampleRate: number): Promise<KeptSound>;
  /** As many samples as went in, at the same rate. */
  decode(sound: KeptSound): Promise<Float32Array>;
}

export interface CodecDeps {
  /** An Ogg file. Null: this browser encodes no Opus. */
  readonly encodeOpus:
    ((pcm: Float32Array, sampleRate: number) => Promise<Uint8Array<ArrayBuffer>>) | null;
  /** At this rate, and about as long as it was. */
  readonly decodeOpus: (file: ArrayBuffer, sampleRate: number) => Promise<Float32Array>;
}

export function createCodec({ encodeOpus, decodeOpus }: CodecDeps): SoundCodec {
  return {
    encode: async (pcm, sampleRate) => {
      const about = { samples: pcm.length, sampleRate };
      if (encodeOpus === null) return { ...about, format: 'pcm16', bytes: toPcm16(pcm) };
      const rate = fileSampleRate('opus', sampleRate);
      const bytes = await encodeOpus(resample(pcm, sampleRate, rate), rate);
      return { ...about, format: 'opus', bytes };
    },
    decode: async ({ format, bytes, samples, sampleRate }) => {
      if (format === 'pcm16') return fromPcm16(bytes);
      // Whoever decodes takes the buffer for its own.
      const decoded = await decodeOpus(bytes.slice().buffer, sampleRate);
      const pcm = new Float32Array(samples);
      pcm.set(decoded.subarray(0, samples));
      return pcm;
    },
  };
}

const FULL_SCALE = 32_767;

function toPcm16(pcm: Float32Array): Uint8Array<ArrayBuffer> {
  const values = Int16Array.from(pcm, (one) =>
    Math.round(Math.max(-1, Math.min(1, one)) * FULL_SCALE),
  );
  return new Uint8Array(values.buffer);
}

function fromPcm16(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  return Float32Array.from(new Int16Array(bytes.slice().buffer), (value) => value / FULL_SCALE);
}

/** What this browser can; the library that writes Ogg is fetched when the first story is spoken. */
export async function browserCodec(): Promise<SoundCodec> {
  const { canEncodeAudio } = await import('mediabunny');
  const bitrate = SOUND_FILES.opus.bitsPerSecond(24_000);
  const wanted = { numberOfChannels: 1, sampleRate: 24_000, bitrate };
  const isAble = await canEncodeAudio('opus', wanted).catch(() => false);
  return createCodec({ encodeOpus: isAble ? encodeOgg : null, decodeOpus: decodeInBrowser });
}

async function encodeOgg(pcm: Float32Array, sampleRate: number): Promise<Uint8Array<ArrayBuffer>> {
  const { AudioSample, AudioSampleSource, BufferTarget, OggOutputFormat, Output } =
    await import('mediabunny');
  const output = new Output({ format: new OggOutputFormat(), target: new BufferTarget() });
  const bitrate = SOUND_FILES.opus.bitsPerSecond(sampleRate);
  const source = new AudioSampleSource({ codec: 'opus', bitrate });
  output.addAudioTrack(source);
  const data = pcm as Float32Array<ArrayBuffer>;
  const sample = new AudioSample({
    data,
    format: 'f32-planar',
    numberOfChannels: 1,
    sampleRate,
    timestamp: 0,
  });
  try {
    await output.start();
    await source.add(sample);
    await output.finalize();
  } catch (thrown) {
    await output.cancel().catch(() => undefined);
    throw thrown;
  } finally {
    sample.close();
  }
  const { buffer } = output.target;
  if (buffer === null) throw new Error('The encoder made nothing.');
  return new Uint8Array(buffer);
}

async function decodeInBrowser(file: ArrayBuffer, sampleRate: number): Promise<Float32Array> {
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate });
  return (await context.decodeAudioData(file)).getChannelData(0);
}
