import { SottoError, isCancelled, type Stage } from '../../../src/base/errors';

/** `work`, its failure named after the stage it happened in; cancellation passes through. */
export async function inStage<T>(stage: Stage, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (isCancelled(thrown)) throw thrown;
    throw new SottoError(
      'The voice stumbled over this passage.',
      { kind: 'inference', stage, recoverable: true },
      {
        operation: 'synthesize',
        component: 'engine.flow',
        suggestion: 'It is tried again; if it goes on, reload the page.',
        cause: thrown,
      },
    );
  }
}
