/** Small files made by hand, for tests: just as much ONNX as a reader looks at. */

const encoder = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

const number = (field: number, value: number) => [...varint(field * 8), ...varint(value)];
const message = (field: number, content: readonly number[]) => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...content,
];
const text = (field: number, value: string) => message(field, [...encoder.encode(value)]);

export interface GraphShape {
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  readonly weights?: readonly string[];
  readonly weightBytes?: number;
  readonly isExternal?: boolean;
}

/** A ModelProto with one node, weights of zeroes, and ports by name. */
export function onnxBytes({
  inputs,
  outputs = ['output'],
  weights = ['w'],
  weightBytes = 100,
  isExternal = false,
}: GraphShape): Uint8Array<ArrayBuffer> {
  const graph = [
    ...message(1, [...text(1, inputs[0] ?? ''), ...text(2, outputs[0] ?? ''), ...text(4, 'Add')]),
    ...text(2, 'graph'),
    ...weights.flatMap((name) =>
      message(5, [
        ...number(1, weightBytes / 4),
        ...number(2, 1),
        ...text(8, name),
        ...message(
          9,
          Array.from({ length: weightBytes }, () => 0),
        ),
        ...(isExternal ? number(14, 1) : []),
      ]),
    ),
    ...inputs.flatMap((name) => message(11, [...text(1, name), ...message(2, message(1, []))])),
    ...outputs.flatMap((name) => message(12, text(1, name))),
  ];
  return Uint8Array.from([
    ...number(1, 8),
    ...text(2, 'pytorch'),
    ...message(7, graph),
    ...message(8, number(2, 15)),
  ]);
}

export const PIPER_INPUTS = ['input', 'input_lengths', 'scales'];
export const STYLE_INPUTS = ['input_ids', 'style', 'speed'];

export function piperConfig(change: object = {}): object {
  return {
    audio: { sample_rate: 22_050, quality: 'medium' },
    espeak: { voice: 'en-us' },
    inference: { noise_scale: 0.667, length_scale: 1, noise_w: 0.8 },
    phoneme_type: 'espeak',
    phoneme_id_map: { _: [0], '^': [1], $: [2], a: [14] },
    num_speakers: 1,
    speaker_id_map: {},
    piper_version: '1.0.0',
    ...change,
  };
}

export const jsonFile = (name: string, value: unknown) => new File([JSON.stringify(value)], name);
