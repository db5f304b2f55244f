import { beforeAll, describe, expect, it } from 'vitest';
import { nodeDeps } from '../engines/testing';
import { findPort, requirePort } from './ports';
import type { GraphSession } from './session';

/** `b = Identity(a)`, one float each. */
const IDENTITY = Buffer.from(
  'CAg6NwoQCgFhEgFiIghJZGVudGl0eRIBdFoPCgFhEgoKCAgBEgQKAggBYg8KAWISCgoICAESBAoCCAFCBAoAEBE=',
  'base64',
);
let session: GraphSession;

beforeAll(async () => {
  session = await (await nodeDeps()).provider.createSession(IDENTITY, 'identity.onnx');
});

describe('the ports of a graph', () => {
  it('are as the graph declares them', () => {
    expect(session.inputs).toEqual([{ name: 'a', type: 'float32', shape: [1] }]);
    expect(session.outputs).toEqual([{ name: 'b', type: 'float32', shape: [1] }]);
  });

  it('are found by the first name there is', () => {
    expect(findPort(session.inputs, ['tokens', 'a'])?.name).toBe('a');
    expect(findPort(session.inputs, ['tokens'])).toBeUndefined();
  });

  it('are refused by a sentence that says what is there', () => {
    const find = () => requirePort(session.outputs, ['wave'], { component: 'x', file: 'x.onnx' });
    expect(find).toThrow('not a voice of the kind');
    expect(find).toThrow(
      expect.objectContaining({ cause: new Error('x.onnx has no wave; it has b.') }),
    );
  });
});
