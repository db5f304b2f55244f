/** A silent WAV file: 8 kHz, 8 bit, mono. */
const RATE = 8000;
const HEADER_BYTES = 44;
/** The middle of unsigned 8-bit samples. */
const ZERO_LEVEL = 128;

export function silentWav(seconds: number): Blob {
  const samples = Math.round(seconds * RATE);
  const bytes = new Uint8Array(HEADER_BYTES + samples).fill(ZERO_LEVEL);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + samples, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, samples, true);
  return new Blob([bytes], { type: 'audio/wav' });
}
