import { writePcm16 } from '../../src/audio/wav';
import { wavHeader } from '../../src/audio/wav-header';
import type { SoundWriter } from './sound-writer';

/** @param header Its length stands for "to the end": nobody knows yet how long it will be. */
export function plainWriter(sampleRate: number, header: 'wav' | 'none'): SoundWriter {
  const ready: Uint8Array[] = header === 'wav' ? [wavHeader(sampleRate, null)] : [];
  return {
    sampleRate,
    add: (pcm) => {
      const samples = new Int16Array(pcm.length);
      writePcm16(pcm, samples);
      ready.push(new Uint8Array(samples.buffer));
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
    take: () => ready.splice(0),
  };
}
