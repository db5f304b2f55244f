/**
 * Two small edits to a published graph, made in memory when it is loaded: the frames of each symbol come out,
 * and the noise comes in. VITS computes both inside; as published it tells no times, and its RandomNormalLike
 * nodes draw from a clock, so that no text ever sounds the same twice.
 */
import {
  constantMessage,
  floatsInputMessage,
  nodeMessage,
  outputMessage,
  readGraph,
  withAdded,
  type OnnxGraph,
  type OnnxNode,
} from './onnx-nodes';

export interface EditedGraph {
  readonly bytes: Uint8Array;
  /** The output that holds the frames of each symbol; null where it could not be made out. */
  readonly frames: string | null;
  /** The input that takes standard normal numbers; null where the graph has no noise that we can replace. */
  readonly noise: string | null;
}

const NOISE = 'sotto.noise';
/** Apart from each other, the noises in one graph are read from here on. */
const NOISE_STRIDE = 4096;
const FLOAT = 1;
/** Printable ASCII. */
const LAST_LETTERS = Array.from({ length: 94 }, (_, i) => 126 - i);

export function editGraph(bytes: Uint8Array): EditedGraph {
  const graph = readableGraph(bytes);
  const frames = framesIn(graph);
  const isOutput = frames !== null && graph.outputs.includes(frames);
  const exposed = frames === null || isOutput ? [] : outputMessage(frames);
  const noisy = withFreeLetters(graph, graph.nodes.filter(isReplaceable));
  if (noisy.length === 0 && exposed.length === 0) return { bytes, frames, noise: null };
  const edited = withAdded(bytes, [...exposed, ...seededNoise(noisy)]);
  for (const { outputAt, freeLetter } of noisy) edited[outputAt.end - 1] = freeLetter;
  return { bytes: edited, frames, noise: noisy.length > 0 ? NOISE : null };
}

/** What cannot be read is left as it is: the runtime will say what is wrong with it. */
function readableGraph(bytes: Uint8Array): OnnxGraph {
  try {
    return readGraph(bytes);
  } catch {
    return { nodes: [], outputs: [] };
  }
}

/**
 * w_ceil, the only thing that VITS rounds up. Where there are several such nodes it is the one that is summed
 * up for the length of the whole.
 */
function framesIn({ nodes }: OnnxGraph): string | null {
  const found = nodes.filter(({ op }) => op === 'Ceil').flatMap(({ outputs }) => outputs[0] ?? []);
  if (found.length === 1) return found[0] ?? null;
  const summed = new Set(
    nodes.filter(({ op }) => op === 'ReduceSum').flatMap(({ inputs }) => inputs[0] ?? []),
  );
  const [only, ...others] = found.filter((name) => summed.has(name));
  return others.length === 0 ? (only ?? null) : null;
}

function isReplaceable({ op, inputs, outputs, outputAt, attributes }: OnnxNode): boolean {
  const { mean = 0, scale = 1, dtype = FLOAT } = attributes;
  if (op !== 'RandomNormalLike' || mean !== 0 || scale !== 1 || dtype !== FLOAT) return false;
  const hasPlainName = /^[\x21-\x7e]+$/.test(outputs[0] ?? '') && outputAt.end > outputAt.start;
  return inputs.length === 1 && outputs.length === 1 && hasPlainName;
}

/**
 * Nodes that give what each noisy node gave, in the same shape, from the input's numbers. They are repeated
 * where there are not enough of them.
 */
function seededNoise(noisy: readonly OnnxNode[]): number[] {
  if (noisy.length === 0) return [];
  const [zero, one, length] = [`${NOISE}.zero`, `${NOISE}.one`, `${NOISE}.count`];
  const messages = [
    ...floatsInputMessage(NOISE),
    ...constantMessage(zero, 0),
    ...constantMessage(one, 1),
    ...nodeMessage('Shape', [NOISE], length),
  ];
  noisy.forEach(({ inputs: [like = ''], outputs: [output = ''] }, i) => {
    const name = (part: string) => `${NOISE}.${i}.${part}`;
    messages.push(
      ...constantMessage(name('start'), i * NOISE_STRIDE),
      ...nodeMessage('Shape', [like], name('shape')),
      ...nodeMessage('ReduceProd', [name('shape')], name('size')),
      ...nodeMessage('Add', [name('size'), name('start')], name('end')),
      ...nodeMessage('Div', [name('end'), length], name('wholes')),
      ...nodeMessage('Add', [name('wholes'), one], name('repeats')),
      ...nodeMessage('Tile', [NOISE, name('repeats')], name('tiled')),
      ...nodeMessage('Slice', [name('tiled'), name('start'), name('end'), zero], name('row')),
      ...nodeMessage('Reshape', [name('row'), name('shape')], output),
    );
  });
  return messages;
}

/** A last letter by which the node's own output has a name that nobody else has. */
interface HideableNode extends OnnxNode {
  readonly freeLetter: number;
}

/**
 * The old names become those of the nodes that replace these; with a new one of the same length nothing in the
 * file need be moved.
 */
function withFreeLetters({ nodes }: OnnxGraph, noisy: readonly OnnxNode[]): HideableNode[] {
  const taken = new Set(nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  return noisy.flatMap((node) => {
    const stem = (node.outputs[0] ?? '').slice(0, -1);
    const nameWith = (letter: number) => stem + String.fromCharCode(letter);
    const freeLetter = LAST_LETTERS.find((letter) => !taken.has(nameWith(letter)));
    if (freeLetter === undefined) return [];
    taken.add(nameWith(freeLetter));
    return [{ ...node, freeLetter }];
  });
}
