/**
 * Backends that compute something else and say nothing, after published bugs of GPUs and their drivers.
 * Each wraps a runtime's provider and spoils what the graphs give, or what they are made of.
 *
 * @typedef {import('../workers/ort/session').SessionProvider} SessionProvider
 * @typedef {{ name: string, row: number, values: Float32Array, random: () => number }} Output `row` is
 *   how many values belong to one frame or symbol.
 * @typedef {object} Fault
 * @property {string} graph
 * @property {string} like The published bug it is modelled on.
 * @property {(output: Output) => void} [spoil] Changes the values in place.
 * @property {(graph: Uint8Array) => Uint8Array} [damage]
 */

/** An index that goes wrong past this frame: about two seconds into an utterance. */
const FAR = 192;
const BLOCK = 16;

/** @type {Readonly<Record<string, Fault>>} */
export const FAULTS = {
  'flow gives zeros': { graph: 'flow', like: '#23353', spoil: zeros },
  'vocoder gives zeros': { graph: 'vocoder', like: '#23353', spoil: zeros },
  'encoder gives zeros': { graph: 'encoder', like: '#23353', spoil: zeros },
  'vocoder overflows float16': { graph: 'vocoder', like: '#26732', spoil: overflow },
  'vocoder wrong past two seconds': { graph: 'vocoder', like: '#29807, #28976', spoil: farRows },
  'flow wrong past two seconds': { graph: 'flow', like: '#29807, #28976', spoil: farRows },
  'vocoder off by one column': { graph: 'vocoder', like: '#26734', spoil: shiftColumns },
  'flow off by one column': { graph: 'flow', like: '#26734', spoil: shiftColumns },
  'vocoder blocks stale': { graph: 'vocoder', like: '#27596', spoil: staleBlocks },
  'flow blocks stale': { graph: 'flow', like: '#27596', spoil: staleBlocks },
  'vocoder phases lost': { graph: 'vocoder', like: 'kokoro #60', spoil: losePhases },
  'vocoder rounded to 5 bits': { graph: 'vocoder', like: '#32578', spoil: rounded(5) },
  'flow rounded to 4 bits': { graph: 'flow', like: '#32578', spoil: rounded(4) },
  'vocoder noisy by a third': { graph: 'vocoder', like: '#29807', spoil: noisy(0.33) },
  'flow noisy by its size': { graph: 'flow', like: '#29807', spoil: noisy(1) },
  'vocoder louder': { graph: 'vocoder', like: '#32627', spoil: louder },
  'a layer of the vocoder wrong': { graph: 'vocoder', like: '#22953', damage: wrongLayer },
  'a layer of the flow wrong': { graph: 'flow', like: '#22953', damage: wrongLayer },
};

/**
 * @param {SessionProvider} provider
 * @param {Fault} fault
 * @param {() => number} random
 * @returns {SessionProvider}
 */
export function faulty(provider, fault, random) {
  return {
    ...provider,
    createSession: async (graph, name) => {
      if (!name.startsWith(fault.graph)) return provider.createSession(graph, name);
      const session = await provider.createSession(fault.damage?.(graph) ?? graph, name);
      return {
        ...session,
        run: async (inputs) => spoiled(fault, await session.run(inputs), inputs, random),
      };
    },
  };
}

function spoiled(fault, outputs, inputs, random) {
  const rows = Math.max(...Object.values(inputs).map(({ dims }) => dims[1] ?? 1));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, given]) => {
      const values = given.slice();
      fault.spoil?.({ name, row: values.length / rows, values, random });
      return [name, values];
    }),
  );
}

function zeros({ values }) {
  values.fill(0);
}

/** Magnitudes are logarithms: what is left of one that overflowed is the largest there is. */
function overflow({ values, row }) {
  for (let at = 0; at < values.length; at += row) values[at + Math.floor(row / 3)] = 65_504;
}

/** Each row past the limit is read from the wrong place. */
function farRows({ values, row }) {
  const rows = values.length / row;
  const right = values.slice();
  for (let r = FAR; r < rows; r++) {
    const wrong = (r * 7) % rows;
    for (let k = 0; k < row; k++) values[r * row + k] = right[wrong * row + ((k * 3) % row)];
  }
}

function shiftColumns({ values }) {
  values.copyWithin(1, 0);
}

/** Every third block still holds what the one before it held. */
function staleBlocks({ values, row }) {
  const size = BLOCK * row;
  for (let at = 2 * size; at + size <= values.length; at += 3 * size) {
    values.copyWithin(at, at - size, at);
  }
}

function losePhases({ values, row }) {
  for (let at = 0; at < values.length; at += row) values.fill(0, at + row / 2, at + row);
}

function rounded(bits) {
  return ({ values }) => {
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const step = largest / 2 ** (bits - 1);
    values.forEach((value, i) => (values[i] = Math.round(value / step) * step));
  };
}

function noisy(share) {
  return ({ values, random }) => {
    const size = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    values.forEach(
      (value, i) => (values[i] = value + share * size * (random() * 2 - 1) * Math.sqrt(3)),
    );
  };
}

function louder({ values, row }) {
  for (let at = 0; at < values.length; at += row) {
    for (let k = at; k < at + row / 2; k++) values[k] += Math.log(4);
  }
}

/** One stretch of weights in the middle of the file belongs to another layer. */
function wrongLayer(graph) {
  const damaged = graph.slice();
  const bytes = 64 * 1024;
  const to = Math.floor(graph.length / 2 / 4096) * 4096;
  const from = Math.floor(graph.length / 4 / 4096) * 4096;
  damaged.copyWithin(to, from, from + bytes);
  return damaged;
}
