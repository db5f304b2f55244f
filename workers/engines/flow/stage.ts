import { SottoError, isCancelled, type Stage } from '../../../src/base/errors';

/** `work`, its failure named after the stage it happened in; cancellation passes through. */
export async function inStage<T>(
  stage: Stage,
  work: Promise<T>,
  component = 'engine.flow',
): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (isCancelled(thrown)) throw thrown;
    throw new SottoError(
      'The voice stumbled over this passage.',
      { kind: 'inference', stage, recoverable: true },
      {
        operation: 'synthesize',
        component,
        suggestion: 'It is tried again; if it goes on, reload the page.',
        cause: thrown,
      },
    );
  }
}
