/**
 * The first frame of an MP3 tells players how many frames follow and, in LAME's extension
 * (http://gabriel.mp3-tech.org/mp3infotag.html), how many samples at both ends are the encoder's own:
 * without it speech comes 46 ms after its captions.
 */

/** What LAME puts before the first sample, and what its decoders add. */
const ENCODER_DELAY_SAMPLES = 576;
const EXTENSION_BYTES = 36;
/** Of the extension: after the encoder's name, method, low pass, gains, flags and bit rate. */
const DELAYS_AT = 21;
const FRAMES_FLAG = 1;
const BYTES_FLAG = 2;
const TOC_FLAG = 4;
const QUALITY_FLAG = 8;
const TOC_BYTES = 100;

export interface Mp3Length {
  /** Frames of sound, this one not counted. */
  readonly frames: number;
  readonly samplesPerFrame: number;
  /** Of the sound that was encoded. */
  readonly samples: number;
}

/** `frame` with the true number of frames and the extension in it; null when it has no room for them. */
export function withLameTag(
  frame: Uint8Array,
  { frames, samplesPerFrame, samples }: Mp3Length,
): Uint8Array<ArrayBuffer> | null {
  const at = headAt(frame);
  if (at === null) return null;
  const out = frame.slice();
  const view = new DataView(out.buffer);
  const flags = view.getUint32(at + 4);
  let next = at + 8;
  if (flags & FRAMES_FLAG) {
    view.setUint32(next, frames);
    next += 4;
  }
  next += flags & BYTES_FLAG ? 4 : 0;
  next += flags & TOC_FLAG ? TOC_BYTES : 0;
  next += flags & QUALITY_FLAG ? 4 : 0;
  if (next + EXTENSION_BYTES > out.length) return null;
  const padding = frames * samplesPerFrame - ENCODER_DELAY_SAMPLES - samples;
  const delays = (ENCODER_DELAY_SAMPLES << 12) | Math.min(0xfff, Math.max(0, padding));
  out.set(new TextEncoder().encode('LAME3.100'), next);
  out[next + DELAYS_AT] = delays >>> 16;
  out[next + DELAYS_AT + 1] = (delays >>> 8) & 0xff;
  out[next + DELAYS_AT + 2] = delays & 0xff;
  return out;
}

/** 1152 samples in MPEG 1, above 24 kHz; half of it in MPEG 2 and 2.5. */
export function mp3FrameSamples(sampleRate: number): number {
  return sampleRate > 24_000 ? 1152 : 576;
}

/** Where "Xing" or "Info" stands: behind the frame's side information, whose length varies. */
function headAt(frame: Uint8Array): number | null {
  for (const at of [13, 21, 36]) {
    const id = String.fromCharCode(...frame.subarray(at, at + 4));
    if (id === 'Xing' || id === 'Info') return at;
  }
  return null;
}
