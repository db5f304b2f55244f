/** From one voice to the next in mid-text: no word lost, none said twice, no silence while sound is queued. */
import type { Player, QueuedSound } from '../contracts/playback';
import type { ReadingOutcome } from './reading';

/** The new voice is given this long for its first clause, in seconds of listening; each time twice as long. */
const FIRST_LEAD_SECONDS = 1.5;

export interface HandOverDeps {
  readonly player: Pick<Player, 'jointAfter' | 'cutBefore'>;
  /** Where reading goes on behind all that is queued. */
  readonly endsAt: number;
  readonly signal: AbortSignal;
  /**
   * Reads from `offset` on. Before it queues its first sound it calls `takeTurn`; after a false it queues
   * nothing, and `signal` is aborted.
   */
  readonly read: (
    offset: number,
    takeTurn: () => boolean,
    signal: AbortSignal,
  ) => Promise<ReadingOutcome>;
}

/**
 * The place is chosen before the new voice speaks, and what is queued from there on is dropped only when its
 * first sound is there. If the old voice has come too close by then, a later place is tried; the last one is
 * behind all that is queued.
 */
export async function handOver({
  player,
  endsAt,
  signal,
  read,
}: HandOverDeps): Promise<ReadingOutcome> {
  for (let leadSeconds = FIRST_LEAD_SECONDS; ; leadSeconds *= 2) {
    const joint = player.jointAfter(leadSeconds);
    const miss = new AbortController();
    let isTaken = false;
    const takeTurn = () => {
      isTaken = joint === null || player.cutBefore(joint);
      if (!isTaken) miss.abort();
      return isTaken;
    };
    const own = AbortSignal.any([signal, miss.signal]);
    const outcome = await read(joint?.span.start ?? endsAt, takeTurn, own);
    if (miss.signal.aborted && !signal.aborted) continue;
    // The old voice says all that is queued of it: whoever tries again goes on behind that.
    return outcome.kind === 'failed' && !isTaken ? { ...outcome, at: endsAt } : outcome;
  }
}

/** The first character of what a sound leaves to be said. */
export function nextWordAfter({ utterance, chunk }: QueuedSound): number {
  const said = chunk.words.at(-1)?.span.end;
  const next = utterance.words.find(({ span }) => said !== undefined && span.start >= said);
  return next?.span.start ?? utterance.span.end;
}
