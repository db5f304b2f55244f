import { asSottoError, isCancelled, type SottoError } from '../base/errors';
import type { ExportProgress, SpeechSession } from '../contracts/session';
import type { Environment } from './environment';

export type ExportState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly progress: ExportProgress | null }
  | {
      readonly kind: 'saved';
      readonly name: string;
      readonly bytes: number;
      readonly seconds: number;
    }
  | { readonly kind: 'failed'; readonly error: SottoError };

/** The whole text as a WAV file; goes on while its sheet is closed and while the voice reads. */
export class Export {
  state = $state.raw<ExportState>({ kind: 'none' });
  readonly #session: SpeechSession;
  readonly #environment: Environment;
  #abort: AbortController | null = null;

  constructor(session: SpeechSession, environment: Environment) {
    this.#session = session;
    this.#environment = environment;
  }

  get running(): boolean {
    return this.state.kind === 'running';
  }

  async start(name: string): Promise<void> {
    if (this.running) return;
    this.#abort = new AbortController();
    this.state = { kind: 'running', progress: null };
    let seconds = 0;
    const onProgress = (progress: ExportProgress) => {
      seconds = progress.seconds;
      if (this.running) this.state = { kind: 'running', progress };
    };
    try {
      const blob = await this.#session.exportWav({ signal: this.#abort.signal, onProgress });
      this.#environment.saveFile(blob, name);
      this.state = { kind: 'saved', name, bytes: blob.size, seconds };
    } catch (thrown) {
      const error = asSottoError(thrown, { operation: 'export', component: 'ui' });
      this.state = isCancelled(error) ? { kind: 'none' } : { kind: 'failed', error };
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }
}

const ILLEGAL = /[\p{Cc}<>:"/\\|?*]/gu;

/** A file name from the first words of the first line. */
export function wavName(text: string): string {
  const lines = text
    .slice(0, 400)
    .replaceAll(/<[^>]*>/g, ' ')
    .trim();
  const [first = ''] = lines.split('\n');
  const words = first.replaceAll(ILLEGAL, ' ').trim().split(/\s+/u);
  const title = words
    .slice(0, 6)
    .join(' ')
    .slice(0, 60)
    .replace(/[\s.,;:]+$/u, '');
  return `${title === '' ? 'Sotto' : title}.wav`;
}
