import type { Clock } from '../base/clock';
import type { WorkerLink } from './connect';

type Link<Api> = Pick<WorkerLink<Api>, 'call' | 'terminate'>;

export interface RestOptions {
  readonly clock: Clock;
  readonly afterMs: number;
}

/**
 * Ends a worker that nothing was asked of for a while, so that its memory is given back: what it no
 * longer uses it would keep until its own next clean-up, which an idle worker never has. The link given
 * must start its worker anew at the next call (reviving.ts), and its worker must keep nothing that counts.
 */
export function restingLink<Api>(link: Link<Api>, { clock, afterMs }: RestOptions): Link<Api> {
  let underWay = 0;
  let stopTimer = () => {};
  const settled = () => {
    underWay--;
    if (underWay === 0) stopTimer = clock.after(afterMs, () => link.terminate());
  };
  return {
    call: (work, options) => {
      stopTimer();
      underWay++;
      return link.call(work, options).finally(settled);
    },
    terminate: () => {
      stopTimer();
      link.terminate();
    },
  };
}
