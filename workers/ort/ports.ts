/** Exports of one model name their inputs and outputs differently: what a graph has is looked at, not assumed. */
import { SottoError } from '../../src/base/errors';
import type { Port } from './session';

/** The first of `names` that a graph has, or undefined. */
export function findPort(ports: readonly Port[], names: readonly string[]): Port | undefined {
  for (const name of names) {
    const port = ports.find((candidate) => candidate.name === name);
    if (port !== undefined) return port;
  }
  return undefined;
}

/** As `findPort`; throws kind `modelLoad` where the graph has none of them. */
export function requirePort(
  ports: readonly Port[],
  names: readonly string[],
  { component, file }: { readonly component: string; readonly file: string },
): Port {
  const port = findPort(ports, names);
  if (port !== undefined) return port;
  const there = ports.map(({ name }) => name).join(', ') || 'nothing';
  throw new SottoError(
    'This file is not a voice of the kind it says it is.',
    { kind: 'modelLoad', component, file },
    {
      operation: 'load',
      component: `engine.${component}`,
      suggestion: 'Choose another voice, or get this one from where it was published.',
      cause: new Error(`${file} has no ${names.join(' or ')}; it has ${there}.`),
    },
  );
}
