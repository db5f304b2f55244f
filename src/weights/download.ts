/** A voice from the server into the store: resumed where it was cut, verified, tried again. */
import type { Clock } from '../base/clock';
import { throwIfAborted } from '../base/abort';
import type { SottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import { unreachable } from '../base/never';
import type { DownloadProgress, Voice, VoiceFile } from '../contracts/voices';
import { backoffMs, pause } from './backoff';
import type { Digest } from './digest';
import { corruptDownload } from './errors';
import { fetchFile, type Outcome } from './fetch-file';
import { PieceWriter } from './piece-writer';
import type { WeightsStore } from './weights-store';

export interface DownloadDeps {
  readonly store: WeightsStore;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly createDigest: (totalBytes: number) => Promise<Digest>;
}

export interface DownloadRequest {
  readonly voice: Voice;
  /** The catalogue's address: the files' own are relative to it. */
  readonly baseUrl: string;
  readonly onProgress: (progress: DownloadProgress) => void;
  readonly signal: AbortSignal;
}

/** Tries in a row that bring nothing new before a download fails. */
const MAX_ATTEMPTS = 3;
const MAX_CORRUPTIONS = 2;
const LANES = 4;

/** Resolves when every file is stored and verified. Rejects with a SottoError; what arrived is kept. */
export async function downloadVoice(request: DownloadRequest, deps: DownloadDeps): Promise<void> {
  const { voice, baseUrl, onProgress, signal } = request;
  const totalBytes = voice.files.reduce((sum, file) => sum + file.bytes, 0);
  const received = new Map<string, number>();
  const stop = new AbortController();
  const queue = [...voice.files].sort((a, b) => b.bytes - a.bytes);
  const failures: unknown[] = [];
  const runLane = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const { name } = file;
      await downloadFile(deps, {
        voiceId: voice.id,
        file,
        url: new URL(file.url, baseUrl).href,
        signal: AbortSignal.any([signal, stop.signal]),
        onReceived: (bytes) => {
          received.set(name, bytes);
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
  readonly voiceId: VoiceId;
  readonly file: VoiceFile;
  readonly url: string;
  readonly signal: AbortSignal;
  readonly onReceived: (bytes: number) => void;
}

async function downloadFile(deps: DownloadDeps, job: FileJob): Promise<void> {
  const { voiceId, file, signal, onReceived } = job;
  const record = await deps.store.find(voiceId, file);
  if (record !== null && record.verifiedAt !== null) {
    onReceived(file.bytes);
    return;
  }
  const digest = await deps.createDigest(file.bytes);
  const writer = await PieceWriter.open(deps.store, voiceId, file, digest);
  onReceived(writer.receivedBytes);
  const patience = new Patience(writer.receivedBytes);
  for (;;) {
    throwIfAborted(signal, 'download', 'weights');
    const outcome = await fetchRest(deps, job, writer);
    if (outcome.kind === 'whole') return;
    onReceived(writer.receivedBytes);
    const failure = patience.judge(outcome, writer.receivedBytes);
    if (failure !== null) throw failure;
    await pause(backoffMs(patience.attempts, deps.random), deps.clock, signal);
  }
}

/** Fetches what is missing and verifies the whole. */
async function fetchRest(deps: DownloadDeps, job: FileJob, writer: PieceWriter): Promise<Outcome> {
  const { fetch, clock } = deps;
  if (writer.receivedBytes < job.file.bytes) {
    const outcome = await fetchFile({ ...job, writer, fetch, clock });
    if (outcome.kind !== 'whole') return outcome;
  }
  if (await writer.finish()) return { kind: 'whole' };
  await writer.restart(null);
  return { kind: 'corrupt', error: corruptDownload(job.url, 'Its SHA-256 is wrong.') };
}

/** Decides when trying again has no point any more. */
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
