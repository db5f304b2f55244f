import { cancelled } from '../base/errors';
import type { PackStep } from '../contracts/workers';

/** Often enough for a bar that moves and a cancel that is felt at once; each is a message to another thread. */
const STEP_BYTES = 2 ** 20;

/** To be told of every piece. Rejects with kind `cancelled` once the pack was called off. */
export type CountPiece = (bytes: number) => Promise<void>;

export function stepping(onStep: PackStep | undefined): CountPiece {
  let doneBytes = 0;
  let toldBytes = -Infinity;
  return async (bytes) => {
    doneBytes += bytes;
    if (onStep === undefined || doneBytes - toldBytes < STEP_BYTES) return;
    toldBytes = doneBytes;
    if (!(await onStep(doneBytes))) throw cancelled('pack', 'weights');
  };
}

/** What passes through is counted. */
export function counting(count: CountPiece): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform: async (piece, controller) => {
      await count(piece.byteLength);
      controller.enqueue(piece);
    },
  });
}
