/** What a voice takes in memory, and how much all may take. Estimates: no browser tells either. */
import type { ResourceLimits } from '../contracts/resources';
import type { Voice } from '../contracts/voices';

const GIB = 2 ** 30;
/** Weights are held by the runtime about twice: as stored and as it packs them for its kernels. */
const RESIDENT_PER_STORED = 2;
const RUNTIME_BYTES = 64 * 2 ** 20;
/** Where the browser does not tell: more than most phones have to spare, enough for any voice there is. */
const UNKNOWN_DEVICE_GIB = 4;
/** Of the device's memory; the browser, the system and other tabs want the rest. */
const SHARE_OF_DEVICE = 0.5;
/** Integrated graphics take theirs from the device's; discrete ones seldom have less. */
const MOST_GPU_BYTES = GIB;

export const storedBytesOf = ({ files }: Pick<Voice, 'files'>) =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

export function memoryBytesOf(voice: Pick<Voice, 'files'>): number {
  return RUNTIME_BYTES + RESIDENT_PER_STORED * storedBytesOf(voice);
}

/** Weights, and about as much for what is computed with them. */
export function gpuBytesOf(voice: Pick<Voice, 'files'>): number {
  return RESIDENT_PER_STORED * storedBytesOf(voice);
}

/** @param deviceGib `navigator.deviceMemory`: rounded to a power of two, 8 at most, not in every browser. */
export function defaultLimits(deviceGib: number | undefined): ResourceLimits {
  const memoryBytes = SHARE_OF_DEVICE * GIB * (deviceGib ?? UNKNOWN_DEVICE_GIB);
  return { memoryBytes, gpuBytes: Math.min(MOST_GPU_BYTES, memoryBytes) };
}
