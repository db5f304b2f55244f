import { connectWorker, type LinkOptions, type WorkerLike, type WorkerLink } from './connect';

/** A link whose worker is started at the first call, and anew at the next call after it died. */
export function revivingLink<Api>(
  spawn: () => WorkerLike,
  options: LinkOptions,
): Pick<WorkerLink<Api>, 'call' | 'terminate'> {
  let link: WorkerLink<Api> | null = null;
  return {
    call: (work, callOptions) => {
      if (link === null || link.dead) link = connectWorker<Api>(spawn(), options);
      return link.call(work, callOptions);
    },
    terminate: () => {
      link?.terminate();
      link = null;
    },
  };
}
