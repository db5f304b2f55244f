/**
 * What an ONNX file declares, without loading a session: a walk over the outer layers of its protobuf
 * (onnx.proto3) that steps over the weights. The file is outside input: every length is judged.
 */
import { ByteWindow, Malformed, type Bytes } from './byte-window';

export interface OnnxHeader {
  /** Names; inputs that have a value in the file are weights and do not count. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly producer: string;
  /** Some weights lie in other files, which a browser was not given. */
  readonly hasExternalWeights: boolean;
}

const MODEL = { irVersion: 1, producer: 2, graph: 7 } as const;
const GRAPH = { weight: 5, input: 11, output: 12 } as const;
const WEIGHT = { name: 8, location: 14 } as const;
const NAME = 1;
const EXTERNAL = 1;
/** Old exports list every weight as an input, too. */
const MAX_PORTS = 20_000;
const MAX_NAME_BYTES = 500;

/** Throws `Malformed` where it is no whole ONNX file. */
export async function readOnnxHeader(file: Bytes): Promise<OnnxHeader> {
  const window = new ByteWindow(file);
  let irVersion = 0;
  let producer = '';
  let graph: Graph | null = null;
  for await (const field of fieldsOf(window, file.size)) {
    if (field.number === MODEL.irVersion) irVersion = field.value;
    else if (field.number === MODEL.producer) producer = await textOf(window, field);
    else if (field.number === MODEL.graph && field.isMessage)
      graph = await readGraph(window, field);
  }
  if (irVersion < 1 || irVersion > 1000 || graph === null) throw new Malformed('It has no graph.');
  const { inputs, outputs, weights, hasExternalWeights } = graph;
  if (outputs.length === 0) throw new Malformed('Its graph puts nothing out.');
  const given = inputs.filter((name) => !weights.has(name));
  return { inputs: given, outputs, producer, hasExternalWeights };
}

interface Graph {
  readonly inputs: string[];
  readonly outputs: string[];
  readonly weights: Set<string>;
  hasExternalWeights: boolean;
}

async function readGraph(window: ByteWindow, { end }: Field): Promise<Graph> {
  const graph: Graph = {
    inputs: [],
    outputs: [],
    weights: new Set(),
    hasExternalWeights: false,
  };
  for await (const field of fieldsOf(window, end)) {
    if (!field.isMessage) continue;
    if (field.number === GRAPH.input) graph.inputs.push(await nameIn(window, field));
    else if (field.number === GRAPH.output) graph.outputs.push(await nameIn(window, field));
    else if (field.number === GRAPH.weight) await readWeight(window, field, graph);
    const ports = graph.inputs.length + graph.outputs.length;
    if (ports > MAX_PORTS) throw new Malformed('It asks for too much.');
  }
  return graph;
}

async function readWeight(window: ByteWindow, { end }: Field, graph: Graph): Promise<void> {
  for await (const field of fieldsOf(window, end)) {
    if (field.number === WEIGHT.name) graph.weights.add(await textOf(window, field));
    else if (field.number === WEIGHT.location && field.value === EXTERNAL) {
      graph.hasExternalWeights = true;
    }
  }
}

async function nameIn(window: ByteWindow, { end }: Field): Promise<string> {
  let name = '';
  for await (const field of fieldsOf(window, end)) {
    if (field.number === NAME) name = await textOf(window, field);
  }
  return name;
}

async function textOf(window: ByteWindow, { isMessage, end }: Field): Promise<string> {
  const length = end - window.at;
  if (!isMessage || length > MAX_NAME_BYTES) throw new Malformed('A name is none.');
  return new TextDecoder().decode(await window.take(length));
}

interface Field {
  readonly number: number;
  /** Of a number; 0 otherwise. */
  readonly value: number;
  /** Text, bytes or a message: it lies between here and `end`. */
  readonly isMessage: boolean;
  readonly end: number;
}

/** Steps over whatever the caller left unread. */
async function* fieldsOf(window: ByteWindow, end: number): AsyncGenerator<Field> {
  while (window.at < end) {
    const field = await nextField(window);
    if (field.end > end || field.number < 1)
      throw new Malformed('A field is longer than its message.');
    yield field;
    window.at = field.end;
  }
}

async function nextField(window: ByteWindow): Promise<Field> {
  const key = await window.varint();
  const number = Math.floor(key / 8);
  switch (key % 8) {
    case 0: {
      const value = await window.varint();
      return { number, value, isMessage: false, end: window.at };
    }
    case 1:
      return { number, value: 0, isMessage: false, end: window.at + 8 };
    case 2: {
      const length = await window.varint();
      return { number, value: 0, isMessage: true, end: window.at + length };
    }
    case 5:
      return { number, value: 0, isMessage: false, end: window.at + 4 };
    default:
      throw new Malformed('It is no protobuf.');
  }
}
