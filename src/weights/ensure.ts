/** One download of a voice at a time, across all tabs where the browser has locks. */
import type { Clock } from '../base/clock';
import { cancelled, isCancelled } from '../base/errors';
import type { VoiceId } from '../base/ids';
import type { DownloadProgress } from '../contracts/voices';
import { downloadVoice, type DownloadDeps, type DownloadRequest } from './download';

export interface EnsureDeps extends DownloadDeps {
  /** Null where the browser has none (no secure context): then every tab fetches for itself. */
  readonly locks: LockManager | null;
}

const PROGRESS_INTERVAL_MS = 50;
const WATCH_INTERVAL_MS = 500;

/** Resolves when the voice is stored whole, whoever fetched it. */
export async function ensureVoice(request: DownloadRequest, deps: EnsureDeps): Promise<void> {
  const status = await deps.store.status(request.voice);
  if (status.kind === 'stored') return;
  const onProgress = throttled(request.onProgress, deps.clock);
  const stopWatching = watchOtherTab({ ...request, onProgress }, deps);
  try {
    await withVoiceLock(deps.locks, request.voice.id, request.signal, async () => {
      stopWatching();
      await downloadVoice({ ...request, onProgress }, deps);
      await deps.store.prune(request.voice);
    });
  } catch (thrown) {
    if (isCancelled(thrown)) throw cancelled('download', 'weights');
    throw thrown;
  } finally {
    stopWatching();
  }
}

/** Runs `work` while no other tab changes this voice. */
export async function withVoiceLock(
  locks: LockManager | null,
  voiceId: VoiceId,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  if (locks === null) return work();
  await locks.request(`sotto-weights-${voiceId}`, { signal }, work);
}

/** Until our turn comes, progress is what another tab has stored so far. Returns how to stop. */
function watchOtherTab(
  { voice, onProgress }: DownloadRequest,
  { store, clock }: EnsureDeps,
): () => void {
  let stopped = false;
  let stopTimer = () => {};
  const look = async () => {
    const status = await store.status(voice).catch(() => null);
    if (stopped) return;
    if (status?.kind === 'partial') onProgress(status);
    wait();
  };
  const wait = () => {
    stopTimer = clock.after(WATCH_INTERVAL_MS, () => void look());
  };
  wait();
  return () => {
    stopped = true;
    stopTimer();
  };
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
