import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODELS, smallDeps, smallVoice } from '../pieces/testing';
import { editGraph } from './graph-edit';
import { nodeMessage, outputMessage, readGraph, withAdded } from './onnx-nodes';
import { bytesField, fields, numberField, varint } from './wire';

const noisy = readFileSync(new URL('piper-single/en_US-small-medium.onnx', MODELS));
const quiet = readFileSync(new URL('piper-bare/en_US-bare-low.onnx', MODELS));
const { provider } = smallDeps(smallVoice('piper-single', 'piper'));

const model = (...messages: number[][]) => withAdded(new Uint8Array(), messages.flat());

describe('a published graph', () => {
  it('gives out its frames and takes its noise, as the runtime sees it', async () => {
    const edited = editGraph(noisy);
    expect(edited).toMatchObject({ frames: '/Ceil_output_0', noise: 'sotto.noise' });
    const session = await provider.createSession(edited.bytes, 'edited');
    expect(session.outputs.map(({ name }) => name)).toEqual(['output', '/Ceil_output_0']);
    expect(session.inputs.at(-1)).toMatchObject({ name: 'sotto.noise', type: 'float32' });
    await session.release();
  });

  it('has noise of any length, in the order of its numbers, once for each place', async () => {
    const session = await provider.createSession(editGraph(noisy).bytes, 'edited');
    const ids = [1, 0, 14, 0, 15, 0, 2];
    const speak = async (numbers: Float32Array) => {
      const outputs = await session.run({
        input: { data: BigInt64Array.from(ids, BigInt), dims: [1, ids.length] },
        input_lengths: { data: BigInt64Array.of(BigInt(ids.length)), dims: [1] },
        scales: { data: Float32Array.of(0.6, 1, 0.8), dims: [3] },
        'sotto.noise': { data: numbers, dims: [numbers.length] },
      });
      return [...(outputs['output'] ?? [])];
    };
    const short = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * i));
    const repeated = Float32Array.from({ length: 6400 }, (_, i) => short[i % 64] ?? 0);
    const spoken = await speak(short);
    expect(await speak(repeated)).toEqual(spoken);
    expect(await speak(short.map((x) => -x))).not.toEqual(spoken);
  });

  it('is left as it is where there is nothing to edit', () => {
    expect(editGraph(quiet)).toEqual({ bytes: quiet, frames: null, noise: null });
  });
});

describe('the frames', () => {
  const ceil = (i: number) => nodeMessage('Ceil', [`x${i}`], `up${i}`);

  it('are what is summed up where more is rounded up, and unknown where that is unclear', () => {
    expect(editGraph(model(ceil(1), ceil(2))).frames).toBeNull();
    const summed = nodeMessage('ReduceSum', ['up2'], 'total');
    expect(editGraph(model(ceil(1), ceil(2), summed)).frames).toBe('up2');
    const both = [summed, nodeMessage('ReduceSum', ['up1'], 'other')];
    expect(editGraph(model(ceil(1), ceil(2), ...both)).frames).toBeNull();
  });

  it('are not given out twice', () => {
    const given = model(ceil(1), outputMessage('up1'));
    expect(editGraph(given)).toMatchObject({ frames: 'up1', bytes: given });
  });
});

describe('the noise', () => {
  it('gets new names of the same length that nobody has', () => {
    const noise = (name: string) => nodeMessage('RandomNormalLike', [name], name.replace('x', '1'));
    const { bytes } = editGraph(model(noise('x0'), noise('x1'), nodeMessage('Abs', ['1~'], 'y')));
    const { nodes } = readGraph(bytes);
    const names = nodes.flatMap(({ outputs }) => outputs);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['10', '11', '1}', '1|']));
  });

  it('is left to the graph where it is not of the standard kind', () => {
    const loud = bytesField(5, [...bytesField(1, 'mean'), 0x15, 0, 0, 0x80, 0x3f]);
    const inner = [
      ...bytesField(1, 'x'),
      ...bytesField(2, 'y'),
      ...bytesField(4, 'RandomNormalLike'),
    ];
    const bytes = model(bytesField(1, [...inner, ...loud]));
    expect(readGraph(bytes).nodes[0]?.attributes).toEqual({ mean: 1 });
    expect(editGraph(bytes).noise).toBeNull();
  });
});

describe('the wire format', () => {
  it('is read as it is written, far beyond 32 bits', () => {
    const number = fc.integer({ min: 0, max: 2 ** 50 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), number, fc.string(), (field, value, text) => {
        const bytes = Uint8Array.from([...numberField(field, value), ...bytesField(field, text)]);
        const [whole, content] = [...fields(bytes)];
        expect(whole).toMatchObject({ number: field, value });
        const { start = 0, end = 0 } = content ?? {};
        expect(new TextDecoder().decode(bytes.subarray(start, end))).toBe(
          new TextDecoder().decode(new TextEncoder().encode(text)),
        );
        expect(varint(value).length).toBeLessThanOrEqual(8);
      }),
    );
  });

  it('of any bytes at all is nothing to stumble over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(editGraph(bytes).bytes.length).toBeGreaterThanOrEqual(bytes.length);
      }),
    );
    fc.assert(
      fc.property(fc.nat(noisy.length - 1), fc.nat(255), (at, value) => {
        const damaged = Uint8Array.from(noisy);
        damaged[at] = value;
        editGraph(damaged);
        editGraph(noisy.subarray(0, at));
      }),
      { numRuns: 60 },
    );
  });
});
