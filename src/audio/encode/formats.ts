/** What each kind of file needs, and how large it becomes. */
import type { SoundFormat } from '../../contracts/export';

export interface SoundFile {
  readonly name: string;
  readonly ending: string;
  readonly type: string;
  /** Bits of file for a second of speech, in one channel. */
  bitsPerSecond(sampleRate: number): number;
}

/** Speech in one channel: above these nobody hears a difference at a voice's 24 kHz. */
const MP3_BITS_PER_SECOND = 64_000;
const AAC_BITS_PER_SECOND = 64_000;
const OPUS_BITS_PER_SECOND = 32_000;

export const SOUND_FILES: Readonly<Record<SoundFormat, SoundFile>> = {
  mp3: {
    name: 'MP3',
    ending: '.mp3',
    type: 'audio/mpeg',
    bitsPerSecond: () => MP3_BITS_PER_SECOND,
  },
  m4b: {
    name: 'M4B',
    ending: '.m4b',
    type: 'audio/mp4',
    bitsPerSecond: () => AAC_BITS_PER_SECOND,
  },
  opus: {
    name: 'Opus',
    ending: '.opus',
    type: 'audio/ogg',
    bitsPerSecond: () => OPUS_BITS_PER_SECOND,
  },
  wav: {
    name: 'WAV',
    ending: '.wav',
    type: 'audio/wav',
    bitsPerSecond: (sampleRate) => 16 * sampleRate,
  },
};

/** Of MPEG 1, 2 and 2.5, and of AAC. */
const MPEG_RATES_HZ = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
const OPUS_RATES_HZ = [8000, 12_000, 16_000, 24_000, 48_000];

/** The lowest rate the format knows that keeps all of a voice of this rate, in hertz. */
export function fileSampleRate(format: SoundFormat, voiceHz: number): number {
  if (format === 'wav') return voiceHz;
  const rates = format === 'opus' ? OPUS_RATES_HZ : MPEG_RATES_HZ;
  return rates.find((rate) => rate >= voiceHz) ?? 48_000;
}
