/** What an ONNX file tells of itself without a runtime: its operators and the types of its weights. */
import { fields } from '../piper/wire';

export interface OnnxFacts {
  /** Weights are float32, and no operator takes others: what a GPU computes rightly. */
  readonly isFloat32: boolean;
  /** Draws random numbers itself, which no seed reaches: never twice the same samples. */
  readonly isNoisy: boolean;
}

/** Numbers of fields in onnx.proto3. */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_WEIGHT = 5;
const NODE_OPERATOR = 4;
const WEIGHT_TYPE = 2;
/** `TensorProto.DataType` of 16 bits and less; whole numbers of other sizes are shapes and the like. */
const NARROW_TYPES = new Set([2, 3, 10, 16, 17, 18, 19, 20, 21, 22, 23]);

const RANDOM = /^(Random(Normal|Uniform)(Like)?|Bernoulli|Multinomial)$/;
const QUANTISED = /Quantize|Integer|NBits|^QLinear/;

/** Throws a plain Error where it is no ONNX file. */
export function onnxFacts(bytes: Uint8Array): OnnxFacts {
  const operators = new Set<string>();
  const types = new Set<number>();
  for (const graph of fields(bytes)) {
    if (graph.number !== MODEL_GRAPH) continue;
    for (const part of fields(bytes, graph.start, graph.end)) {
      const { number, start, end } = part;
      if (number !== GRAPH_NODE && number !== GRAPH_WEIGHT) continue;
      for (const field of fields(bytes, start, end)) {
        if (number === GRAPH_WEIGHT && field.number === WEIGHT_TYPE) types.add(field.value);
        if (number === GRAPH_NODE && field.number === NODE_OPERATOR)
          operators.add(new TextDecoder().decode(bytes.subarray(field.start, field.end)));
      }
    }
  }
  if (operators.size === 0) throw new Error('This is no ONNX file: it has no operators.');
  return {
    isFloat32:
      ![...types].some((type) => NARROW_TYPES.has(type)) &&
      ![...operators].some((name) => QUANTISED.test(name)),
    isNoisy: [...operators].some((name) => RANDOM.test(name)),
  };
}
