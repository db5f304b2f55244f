/** Edges of chunks, shaped so that a chunk meets silence or its neighbour without a click. */
import { limitPeaks } from './limit';
import { resample } from './resample';

/** Short enough to leave the last consonant of a word whole. */
const EDGE_SECONDS = 0.003;

/** What a chunk will sound next to. */
export interface Joint {
  /** The sample heard right before it; 0 for silence. */
  readonly previousSample: number;
  /** Silence follows at once; otherwise more sound, which will lean on this chunk's last sample. */
  readonly silenceFollows: boolean;
}

/**
 * A copy of `pcm`, its peaks under full scale, that starts from `joint.previousSample` and, before silence, ends
 * at zero. The start is bent, not faded: a part that continues the one before it passes all but unchanged.
 */
export function shapeEdges(pcm: Float32Array, sampleRate: number, joint: Joint): Float32Array {
  const out = limitPeaks(pcm, sampleRate);
  const edge = Math.min(Math.round(EDGE_SECONDS * sampleRate), Math.floor(out.length / 2));
  const offset = joint.previousSample - (out[0] ?? 0);
  for (let i = 0; i < edge; i++) {
    const fall = 0.5 + 0.5 * Math.cos((Math.PI * (i + 1)) / (edge + 1));
    out[i] = (out[i] ?? 0) + offset * fall;
    if (joint.silenceFollows) out[out.length - edge + i] = (out[out.length - edge + i] ?? 0) * fall;
  }
  return out;
}

/** Makes a chunk ready for an output at `toHz`, next to what surrounds it. */
export function prepareChunk(
  pcm: Float32Array,
  fromHz: number,
  toHz: number,
  joint: Joint,
): Float32Array {
  return shapeEdges(resample(pcm, fromHz, toHz), toHz, joint);
}
