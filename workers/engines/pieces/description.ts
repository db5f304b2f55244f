import * as v from 'valibot';
import { SottoError } from '../../../src/base/errors';
import type { RefusedFile } from './refusal';

/** A JSON file of a voice, field by field. Throws kind `modelLoad` where it is not what it should be. */
export function parseDescription<T extends v.GenericSchema>(
  bytes: Uint8Array,
  schema: T,
  { component, file }: Omit<RefusedFile, 'message'>,
): v.InferOutput<T> {
  try {
    return v.parse(schema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (thrown) {
    throw new SottoError(
      'The description of this voice is damaged.',
      { kind: 'modelLoad', component, file },
      {
        operation: 'load',
        component: `engine.${component}`,
        suggestion: 'Remove the voice and download it again.',
        cause: thrown,
      },
    );
  }
}
