/** A session of onnxruntime-web, or in tests of onnxruntime-node, as engines see it. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { toTensor, type GraphSession, type Port, type TensorClass } from './session';

export function graphSession(Tensor: TensorClass<Tensor>, session: InferenceSession): GraphSession {
  return {
    inputs: session.inputMetadata.map(port),
    outputs: session.outputMetadata.map(port),
    run: async (inputs) => {
      const feeds = Object.entries(inputs).map(
        ([name, input]) => [name, toTensor(Tensor, input)] as const,
      );
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(
        Object.entries(results).map(([name, { data }]) => [name, floats(data)]),
      );
    },
    release: () => session.release(),
  };
}

function port(metadata: InferenceSession.ValueMetadata): Port {
  const { name } = metadata;
  if (!metadata.isTensor) return { name, type: 'none', shape: [] };
  return { name, type: metadata.type, shape: metadata.shape };
}

function floats(data: Tensor['data']): Float32Array {
  if (data instanceof Float32Array) return data;
  return Float32Array.from(data as ArrayLike<number | bigint>, Number);
}
