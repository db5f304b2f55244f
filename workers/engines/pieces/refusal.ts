import { SottoError } from '../../../src/base/errors';

export interface RefusedFile {
  /** The engine's name. */
  readonly component: string;
  readonly file: string;
  /** For the listener; by default that the file is no such voice. */
  readonly message?: string;
}

/** Kind `modelLoad`: the voice's files are whole and yet not what the engine can speak with. */
export function refusal(reason: string, { component, file, message }: RefusedFile): SottoError {
  return new SottoError(
    message ?? 'This file is not a voice of the kind it says it is.',
    { kind: 'modelLoad', component, file },
    {
      operation: 'load',
      component: `engine.${component}`,
      suggestion: 'Choose another voice, or get this one from where it was published.',
      cause: new Error(reason),
    },
  );
}
