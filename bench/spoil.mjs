/**
 * Good sound made bad, in the ways that models, runtimes and buffers do it. Each gives a new chunk, or null
 * where there is nothing to spoil.
 *
 * @typedef {import('../src/contracts/speech').PcmChunk} PcmChunk
 * @typedef {(chunk: PcmChunk, random: () => number) => PcmChunk | null} Spoil
 */

const LONG_WORD_SECONDS = 0.15;
const FRAME = 256;

/** @type {Readonly<Record<string, Spoil>>} */
export const SPOILED = {
  'one sample not a number': at((pcm, i) => (pcm[i] = NaN)),
  'one sample infinite': at((pcm, i) => (pcm[i] = -Infinity)),
  'one sample of 5': at((pcm, i) => (pcm[i] = 5)),
  '50 times louder': each((x) => 50 * x),
  '4 times louder': each((x) => 4 * x),
  clipped: each((x) => Math.max(-1, Math.min(1, 8 * x))),
  'constant offset': each((x) => x + 0.3),
  'all zero': each(() => 0),
  'second half zero': change((pcm) => pcm.fill(0, pcm.length / 2)),
  'one long word zero': wordZero,
  'half cut off': (chunk) => ({ ...chunk, pcm: chunk.pcm.slice(0, chunk.pcm.length / 2) }),
  'twice as long': twice,
  'white noise instead': (chunk, random) => noise(chunk, random, 0, false),
  'steady low noise instead': (chunk, random) => noise(chunk, random, 0.95, false),
  'white noise at -10 dB': (chunk, random) => noise(chunk, random, 0, true, -10),
  'white noise at -20 dB': (chunk, random) => noise(chunk, random, 0, true, -20),
  'white noise at -30 dB': (chunk, random) => noise(chunk, random, 0, true, -30),
  'hiss at -20 dB': (chunk, random) => noise(chunk, random, -0.9, true, -20),
  'hiss that follows the voice, -14 dB': each(
    (x, random) => x + 0.2 * Math.sqrt(3) * x * (2 * random() - 1),
  ),
  'stuck for 0.2 s': run(0.2, (pcm, from, to) => pcm.fill(loudNear(pcm, from), from, to)),
  'one frame again for 0.2 s': run(0.2, (pcm, from, to) => {
    for (let i = from + FRAME; i < to; i++) pcm[i] = pcm[i - FRAME];
  }),
  'every second sample zero': each((x, _, i) => (i % 2 === 0 ? x : 0)),
  'bytes swapped': bytesSwapped,
  'samples of each frame shuffled': change(shuffled),
};

/** Speech that is not what was asked for has all that speech has: only a comparison can tell. */
export const ONLY_COMPARED = {
  'played backwards': change((pcm) => pcm.reverse()),
  'frames in another order': change((pcm, random) => {
    for (let i = 0; i + 2 * 8 * FRAME <= pcm.length; i += 8 * FRAME) {
      if (random() < 0.5) continue;
      const first = pcm.slice(i, i + 8 * FRAME);
      pcm.copyWithin(i, i + 8 * FRAME, i + 16 * FRAME);
      pcm.set(first, i + 8 * FRAME);
    }
  }),
  'muffled: nothing above 1 kHz': change((pcm) => {
    let [a, b] = [0, 0];
    pcm.forEach((x, i) => {
      a += 0.23 * (x - a);
      pcm[i] = b += 0.23 * (a - b);
    });
  }),
};

/** @returns {Spoil} */
function change(spoil) {
  return (chunk, random) => {
    const pcm = chunk.pcm.slice();
    spoil(pcm, random, chunk);
    return { ...chunk, pcm };
  };
}

/** @returns {Spoil} */
function each(of) {
  return change((pcm, random) => pcm.forEach((x, i) => (pcm[i] = of(x, random, i))));
}

/** @returns {Spoil} */
function at(spoil) {
  return change((pcm, random) => spoil(pcm, Math.floor(random() * pcm.length)));
}

/** A stretch of its longest word; null where no word is that long. @returns {Spoil} */
function run(seconds, spoil) {
  return (chunk, random) => {
    const word = longestWord(chunk);
    const length = Math.round(seconds * chunk.sampleRate);
    if (word === undefined || word.endSample - word.startSample < length + FRAME) return null;
    return change((pcm) => spoil(pcm, word.startSample, word.startSample + length))(chunk, random);
  };
}

function longestWord({ words }) {
  const length = ({ startSample, endSample }) => endSample - startSample;
  return [...words].sort((a, b) => length(b) - length(a))[0];
}

function loudNear(pcm, from) {
  return pcm
    .subarray(from, from + 1200)
    .reduce((max, x) => (Math.abs(x) > Math.abs(max) ? x : max), 0);
}

function wordZero(chunk, random) {
  const long = chunk.words.filter(
    ({ startSample, endSample }) => endSample - startSample >= LONG_WORD_SECONDS * chunk.sampleRate,
  );
  const word = long[Math.floor(random() * long.length)];
  if (word === undefined) return null;
  return change((pcm) => pcm.fill(0, word.startSample, word.endSample))(chunk, random);
}

function twice(chunk) {
  const pcm = new Float32Array(2 * chunk.pcm.length);
  pcm.set(chunk.pcm);
  pcm.set(chunk.pcm, chunk.pcm.length);
  return { ...chunk, pcm };
}

/** First-order noise (`pole` towards 1 is low, towards -1 high) at the chunk's level, or added so far below it. */
function noise(chunk, random, pole, isAdded, decibels = 0) {
  const { pcm } = chunk;
  const rms = Math.sqrt(pcm.reduce((sum, x) => sum + x * x, 0) / pcm.length);
  const size = rms * 10 ** (decibels / 20) * Math.sqrt(3 * (1 - pole ** 2));
  let last = 0;
  const made = Float32Array.from(pcm, (x) => {
    last = pole * last + size * (2 * random() - 1);
    return isAdded ? x + last : last;
  });
  return { ...chunk, pcm: made };
}

function bytesSwapped(chunk) {
  const pcm = chunk.pcm.slice();
  const bytes = new Uint8Array(pcm.buffer);
  for (let i = 0; i < bytes.length; i += 4) bytes.subarray(i, i + 4).reverse();
  return { ...chunk, pcm };
}

function shuffled(pcm, random) {
  for (let from = 0; from + FRAME <= pcm.length; from += FRAME) {
    for (let i = FRAME - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [pcm[from + i], pcm[from + j]] = [pcm[from + j], pcm[from + i]];
    }
  }
}
