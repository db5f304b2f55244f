/** All that the health page shows, as one file for whoever helps. Nothing of the listener's text is in it. */
import { SottoError } from '../../base/errors';
import type { HealthFeed } from '../../contracts/health';

/** @param now Milliseconds since the epoch. */
export async function supportReport(feed: HealthFeed, now: number): Promise<Blob> {
  const { snapshot, status, samples } = feed;
  const actions = await feed.recovery.actions();
  const log = (await feed.logs.read()).slice(-MOST_LINES);
  const metrics: unknown = JSON.parse(feed.metrics('json'));
  const report = {
    takenAt: new Date(now).toISOString(),
    snapshot,
    status,
    actions,
    metrics,
    samples,
    log,
  };
  return new Blob([JSON.stringify(report, withoutSentences, 2)], { type: 'application/json' });
}

const MOST_LINES = 2000;

/** The sentences of an error's causes may quote what was being read: only its codes go out. */
function withoutSentences(_: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  if (!(value instanceof SottoError)) return { name: value.name };
  const { detail, operation, component } = value;
  return { kind: detail.kind, operation, component, causes: causeNames(value) };
}

function causeNames(error: Error): string[] {
  const names: string[] = [];
  for (let cause = error.cause; cause instanceof Error && names.length < 8; cause = cause.cause) {
    names.push(cause.name);
  }
  return names;
}
