/** The nodes of an ONNX file, and messages that add to it. Field numbers are those of onnx.proto3. */
import { bytesField, fields, numberField, type Field } from './wire';

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Where the name of the first output lies. */
  readonly outputAt: Pick<Field, 'start' | 'end'>;
  readonly attributes: Readonly<Record<string, number>>;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  /** Names the graph gives out. */
  readonly outputs: readonly string[];
}

const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, op: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, float: 2, integer: 3 } as const;
const TENSOR = { dims: 1, type: 2, int64: 7, name: 8 } as const;
/** ValueInfoProto and, inside, TypeProto and TensorShapeProto. */
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1, element: 1, shape: 2, size: 1, sizeName: 2 } as const;
const FLOAT = 1;
const INT64 = 7;

/** Throws where the bytes are no ONNX model. */
export function readGraph(bytes: Uint8Array): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const outputs: string[] = [];
  for (const model of fields(bytes)) {
    if (model.number !== MODEL.graph) continue;
    for (const field of fields(bytes, model.start, model.end)) {
      if (field.number === GRAPH.node) nodes.push(readNode(bytes, field));
      if (field.number === GRAPH.output) outputs.push(nameOf(bytes, field));
    }
  }
  return { nodes, outputs };
}

function readNode(bytes: Uint8Array, { start, end }: Field): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, number> = {};
  let op = '';
  let outputAt = { start: 0, end: 0 };
  for (const field of fields(bytes, start, end)) {
    if (field.number === NODE.input) inputs.push(text(bytes, field));
    if (field.number === NODE.op) op = text(bytes, field);
    if (field.number === NODE.attribute) Object.assign(attributes, attribute(bytes, field));
    if (field.number !== NODE.output) continue;
    if (outputs.length === 0) outputAt = field;
    outputs.push(text(bytes, field));
  }
  return { op, inputs, outputs, outputAt, attributes };
}

function attribute(bytes: Uint8Array, { start, end }: Field): Record<string, number> {
  let name = '';
  let number = 0;
  for (const field of fields(bytes, start, end)) {
    if (field.number === ATTRIBUTE.name) name = text(bytes, field);
    if (field.number === ATTRIBUTE.integer) number = field.value;
    if (field.number !== ATTRIBUTE.float || field.end - field.start !== 4) continue;
    number = new DataView(bytes.buffer, bytes.byteOffset + field.start).getFloat32(0, true);
  }
  return { [name]: number };
}

function nameOf(bytes: Uint8Array, { start, end }: Field): string {
  for (const field of fields(bytes, start, end)) {
    if (field.number === VALUE.name) return text(bytes, field);
  }
  return '';
}

function text(bytes: Uint8Array, { start, end }: Field): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

export function nodeMessage(op: string, inputs: readonly string[], output: string): number[] {
  const names = inputs.flatMap((name) => bytesField(NODE.input, name));
  const node = [...names, ...bytesField(NODE.output, output), ...bytesField(NODE.op, op)];
  return bytesField(GRAPH.node, node);
}

/** A constant [1] of int64. */
export function constantMessage(name: string, value: number): number[] {
  const packed = numberField(TENSOR.int64, value);
  const tensor = [...numberField(TENSOR.dims, 1), ...numberField(TENSOR.type, INT64), ...packed];
  return bytesField(GRAPH.initializer, [...tensor, ...bytesField(TENSOR.name, name)]);
}

/** An input of floats, one row of any length. */
export function floatsInputMessage(name: string): number[] {
  const size = bytesField(TYPE.size, bytesField(TYPE.sizeName, `${name}.length`));
  const tensor = [...numberField(TYPE.element, FLOAT), ...bytesField(TYPE.shape, size)];
  const type = bytesField(VALUE.type, bytesField(TYPE.tensor, tensor));
  return bytesField(GRAPH.input, [...bytesField(VALUE.name, name), ...type]);
}

/** Its type and shape are left to the runtime, which infers them. */
export function outputMessage(name: string): number[] {
  return bytesField(GRAPH.output, bytesField(VALUE.name, name));
}

/**
 * A copy of the file to which the messages are added. A second graph at the end of a file is merged with the
 * first by whoever reads it, as protobuf has it: nothing before it need be moved or counted anew.
 */
export function withAdded(bytes: Uint8Array, messages: readonly number[]): Uint8Array {
  const added = bytesField(MODEL.graph, messages);
  const whole = new Uint8Array(bytes.length + added.length);
  whole.set(bytes);
  whole.set(added, bytes.length);
  return whole;
}
