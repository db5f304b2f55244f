/** Pace and pitch in espeak-ng's own units. */

/** Reads a text as long as the bundled neural voice does. */
const OWN_WORDS_PER_MINUTE = 165;
const SLOWEST = 80;
const FASTEST = 450;

export function wordsPerMinute(pace: number): number {
  return Math.round(Math.min(FASTEST, Math.max(SLOWEST, OWN_WORDS_PER_MINUTE * pace)));
}

/**
 * Semitones at pitch 0, 10 … 90, 99: medians of the measured fundamental frequency, the mean of the
 * English, German and Dutch voice.
 */
const MEASURED: readonly (readonly [pitch: number, semitones: number])[] = [
  [0, -7.3],
  [10, -6.1],
  [20, -4.8],
  [30, -3.4],
  [40, -1.8],
  [50, 0],
  [60, 1.6],
  [70, 3.5],
  [80, 5.2],
  [90, 7.1],
  [99, 8.9],
];

export interface Tune {
  /** For espeak-ng, which keeps the voice's timbre. */
  readonly pitch: number;
  /** What is beyond its reach. */
  readonly restSemitones: number;
}

export function tuneFor(semitones: number): Tune {
  const [lowest, highest] = [MEASURED[0], MEASURED[MEASURED.length - 1]];
  if (lowest === undefined || highest === undefined) return { pitch: 50, restSemitones: semitones };
  const within = Math.min(highest[1], Math.max(lowest[1], semitones));
  let pitch = lowest[0];
  MEASURED.slice(1).forEach(([toPitch, toSemitones], i) => {
    const [fromPitch, fromSemitones] = MEASURED[i] ?? lowest;
    if (within <= fromSemitones) return;
    const share = Math.min(1, (within - fromSemitones) / (toSemitones - fromSemitones));
    pitch = fromPitch + share * (toPitch - fromPitch);
  });
  return { pitch: Math.round(pitch), restSemitones: semitones - within };
}
