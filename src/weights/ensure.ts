import type { Clock } from '../base/clock';
import { cancelled, isCancelled } from '../base/errors';
import type { DownloadProgress } from '../contracts/voices';
import { downloadVoice, type DownloadDeps, type DownloadRequest } from './download';

export interface EnsureDeps extends DownloadDeps {
  /** Rejects when the voice would not fit; asked only when something is to be fetched. */
  readonly assertRoom: (request: DownloadRequest) => Promise<void>;
}

const PROGRESS_INTERVAL_MS = 50;

/** Resolves when the voice is stored whole, whoever fetched it. */
export async function ensureVoice(request: DownloadRequest, deps: EnsureDeps): Promise<void> {
  const { voice, signal } = request;
  const [status] = await deps.store.statuses([voice]);
  if (status?.kind !== 'stored') await deps.assertRoom(request);
  // Before its files come, so that nobody takes them for left over.
  await deps.store.hold(voice);
  if (status?.kind === 'stored') return;
  const onProgress = throttled(request.onProgress, deps.clock);
  try {
    await downloadVoice({ ...request, onProgress }, deps);
  } catch (thrown) {
    throw isCancelled(thrown) || signal.aborted ? cancelled('download', 'weights') : thrown;
  }
  await deps.store.prune(voice);
}

/** Reports at most every 50 ms, but the end always: each report crosses threads. */
function throttled(
  report: (progress: DownloadProgress) => void,
  clock: Clock,
): (progress: DownloadProgress) => void {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return ({ receivedBytes, totalBytes }) => {
    const now = clock.now();
    if (now - lastAtMs < PROGRESS_INTERVAL_MS && receivedBytes < totalBytes) return;
    lastAtMs = now;
    report({ receivedBytes, totalBytes });
  };
}
