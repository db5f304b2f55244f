/** A voice from the servers into the store: resumed where it was cut, verified, tried again. */
import { throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import type { SottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import { unreachable } from '../base/never';
import { ownerOf, type DownloadProgress, type Voice, type VoiceFile } from '../contracts/voices';
import { backoffMs, pause } from './backoff';
import type { CreateDigest } from './digest';
import { corruptDownload } from './errors';
import { fetchFile, type Outcome } from './fetch-file';
import type { FileLocks } from './file-locks';
import { keyOf, pathOf } from './names';
import { PieceWriter } from './piece-writer';
import type { WeightsStore } from './weights-store';

export interface DownloadDeps {
  readonly store: WeightsStore;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly createDigest: CreateDigest;
  readonly locks: FileLocks;
}

export interface DownloadRequest {
  readonly voice: Voice;
  /** The catalogue's address: the files' own may be relative to it. */
  readonly baseUrl: string;
  readonly onProgress: (progress: DownloadProgress) => void;
  readonly signal: AbortSignal;
}

/** Tries in a row that bring nothing new before an address fails. */
const MAX_ATTEMPTS = 3;
const MAX_CORRUPTIONS = 2;
const LANES = 4;
/** How often is looked how far another tab is with a file. */
export const WATCH_INTERVAL_MS = 500;

/** Resolves when every file is stored and verified. Rejects with a SottoError; what arrived is kept. */
export async function downloadVoice(request: DownloadRequest, deps: DownloadDeps): Promise<void> {
  const { voice, baseUrl, onProgress, signal } = request;
  const totalBytes = voice.files.reduce((sum, file) => sum + file.bytes, 0);
  const received = new Map<VoiceFile, number>();
  const stop = new AbortController();
  const queue = [...voice.files].sort((a, b) => b.bytes - a.bytes);
  const failures: unknown[] = [];
  const runLane = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const own = file;
      await takeTurn(deps, {
        owner: ownerOf(voice, file),
        path: pathOf(keyOf(voice, file)),
        file,
        urls: [file.url, ...(file.mirrors ?? [])].map((url) => new URL(url, baseUrl).href),
        signal: AbortSignal.any([signal, stop.signal]),
        onReceived: (bytes) => {
          received.set(own, bytes);
          const receivedBytes = [...received.values()].reduce((sum, part) => sum + part, 0);
          onProgress({ receivedBytes, totalBytes });
        },
      });
    }
  };
  const lanes = Array.from({ length: LANES }, () =>
    runLane().catch((thrown: unknown) => {
      failures.push(thrown);
      stop.abort();
    }),
  );
  await Promise.all(lanes);
  // The first one is the cause; the others were stopped by it.
  if (failures.length > 0) throw failures[0];
}

interface FileJob {
  readonly owner: VoiceId;
  readonly path: string;
  readonly file: VoiceFile;
  /** The same bytes at several addresses, the first preferred. */
  readonly urls: readonly string[];
  readonly signal: AbortSignal;
  readonly onReceived: (bytes: number) => void;
}

/** While another tab, or another voice that shares the file, fetches it, its progress is ours. */
async function takeTurn(deps: DownloadDeps, job: FileJob): Promise<void> {
  const { store, clock, locks } = deps;
  let isWaiting = true;
  let stopTimer = () => {};
  const look = async () => {
    const record = await store.find(job.owner, job.file).catch(() => null);
    if (!isWaiting) return;
    if (record !== null) job.onReceived(record.receivedBytes);
    watch();
  };
  const watch = () => {
    stopTimer = clock.after(WATCH_INTERVAL_MS, () => void look());
  };
  const stopWatching = () => {
    isWaiting = false;
    stopTimer();
  };
  watch();
  try {
    await locks.hold(job.path, job.signal, () => {
      stopWatching();
      return downloadFile(deps, job);
    });
  } finally {
    stopWatching();
  }
}

async function downloadFile(deps: DownloadDeps, job: FileJob): Promise<void> {
  const { store, createDigest } = deps;
  const { owner, file, signal, onReceived } = job;
  throwIfAborted(signal, 'download', 'weights');
  const record = await store.find(owner, file);
  if (record !== null && record.verifiedAt !== null) {
    onReceived(file.bytes);
    return;
  }
  const digest = await createDigest(file.digest, file.bytes);
  const writer = await PieceWriter.open(store, owner, file, digest);
  onReceived(writer.receivedBytes);
  const failures: SottoError[] = [];
  for (const url of job.urls) {
    const failure = await downloadFrom(url, deps, job, writer);
    if (failure === null) return;
    failures.push(failure);
  }
  // What the preferred address said is what the listener can do something about.
  throw failures[0];
}

/** Null when the file is stored; else why this address is given up. */
async function downloadFrom(
  url: string,
  deps: DownloadDeps,
  job: FileJob,
  writer: PieceWriter,
): Promise<SottoError | null> {
  const patience = new Patience(writer.receivedBytes);
  for (;;) {
    throwIfAborted(job.signal, 'download', 'weights');
    const outcome = await fetchRest(url, deps, job, writer);
    if (outcome.kind === 'whole') return null;
    job.onReceived(writer.receivedBytes);
    const failure = patience.judge(outcome, writer.receivedBytes);
    if (failure !== null) return failure;
    await pause(backoffMs(patience.attempts, deps.random), deps.clock, job.signal);
  }
}

/** Fetches what is missing and verifies the whole. */
async function fetchRest(
  url: string,
  { fetch, clock }: DownloadDeps,
  job: FileJob,
  writer: PieceWriter,
): Promise<Outcome> {
  if (writer.receivedBytes < job.file.bytes) {
    const outcome = await fetchFile({ ...job, url, writer, fetch, clock });
    if (outcome.kind !== 'whole') return outcome;
  }
  if (await writer.finish()) return { kind: 'whole' };
  await writer.restart({ source: null, etag: null });
  return { kind: 'corrupt', error: corruptDownload(url, 'Its digest is wrong.') };
}

/** Decides when asking an address again has no point any more. */
class Patience {
  attempts = 0;
  #corruptions = 0;
  /** Counting only what was never here before keeps a server that starts over from going on for ever. */
  #mostBytes: number;

  constructor(receivedBytes: number) {
    this.#mostBytes = receivedBytes;
  }

  /** The error to give up with; null to go on. */
  judge(outcome: Exclude<Outcome, { kind: 'whole' }>, receivedBytes: number): SottoError | null {
    this.attempts = receivedBytes > this.#mostBytes ? 1 : this.attempts + 1;
    this.#mostBytes = Math.max(this.#mostBytes, receivedBytes);
    switch (outcome.kind) {
      case 'cut':
        return this.attempts >= MAX_ATTEMPTS ? outcome.error : null;
      case 'corrupt':
        return ++this.#corruptions >= MAX_CORRUPTIONS ? outcome.error : null;
      case 'refused':
        return outcome.error;
      default:
        return unreachable(outcome);
    }
  }
}
