import { writePcm16 } from '../../src/audio/wav';
import { BYTES_PER_SAMPLE, wavHeader } from '../../src/audio/wav-header';
import type { WriteSound } from './sound';

export const writeWav: WriteSound = async (job, pcm, writer, pace) => {
  const header = wavHeader(job.sampleRate, job.samples * BYTES_PER_SAMPLE);
  await writer.write(header, 0);
  let done = 0;
  for (const piece of pcm) {
    const samples = new Int16Array(piece.length);
    writePcm16(piece, samples);
    const position = header.length + done * BYTES_PER_SAMPLE;
    await writer.write(new Uint8Array(samples.buffer), position);
    done += piece.length;
    await pace(done);
  }
};
