/** Writes one stream of sound in a worker of its own. */
import type { Remote } from 'comlink';
import type { Clock } from '../base/clock';
import type {
  SoundStream,
  StreamEncoderApi,
  StreamedEnd,
  StreamedPiece,
} from '../contracts/speech-http-encoder';
import { connectWorker, type WorkerLike } from '../rpc/connect';

export interface SpeechEncoder {
  /** False where this browser cannot write the format. */
  open(stream: SoundStream): Promise<boolean>;
  push(piece: StreamedPiece): Promise<Uint8Array<ArrayBuffer>>;
  finish(): Promise<StreamedEnd>;
  /** To be called in any case: its worker is ended. */
  close(): void;
}

/** An encoder is fetched and compiled at first; a clause takes milliseconds. */
const TIMEOUT_MS = 60_000;

export function createSpeechEncoder(spawn: () => WorkerLike, clock: Clock): SpeechEncoder {
  const link = connectWorker<StreamEncoderApi>(spawn(), { component: 'encode', clock });
  const call = <T>(operation: string, work: (api: Remote<StreamEncoderApi>) => Promise<T>) =>
    link.call(work, { operation, timeoutMs: TIMEOUT_MS });
  return {
    open: (stream) => call('openStream', (api) => api.openStream(stream)),
    push: (piece) => call('pushSound', (api) => api.pushSound(piece)),
    finish: () => call('finishStream', (api) => api.finishStream()),
    close: () => link.terminate(),
  };
}
