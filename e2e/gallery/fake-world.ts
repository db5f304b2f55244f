/** Voices, shell and storage that behave, and keep nothing. */
import { SottoError } from '../../src/base/errors';
import type { VoiceId } from '../../src/base/ids';
import type { AppShell, ShellState } from '../../src/contracts/shell';
import type { ShelfStatus, Voice, VoiceShelf } from '../../src/contracts/voices';

const LICENCE = { name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' };

function voice(
  id: string,
  name: string,
  locale: string,
  sex: 'female' | 'male',
  age: string,
): Voice {
  return {
    id: id as VoiceId,
    name,
    engine: 'flow',
    locale,
    languages: [locale.slice(0, 2) as 'en' | 'de' | 'nl'],
    speaker: { sex, age },
    licence: LICENCE,
    credits: `Recorded by ${name} for the public domain. Trained by the Sotto project.`,
    sample: {
      url: `${id}/sample.wav`,
      text: 'Hardly were our plans made public before we were met by powerful opposition.',
    },
    sampleRate: 24_000,
    files: [{ name: 'voice', url: `${id}/voice`, bytes: 27_500_000, sha256: '' }],
    defaults: { steps: 4, temperature: 0.5, pace: 1 },
  };
}

export const VOICES: readonly Voice[] = [
  voice('kathleen', 'Kathleen', 'en-US', 'female', 'middle-aged'),
  voice('thorsten', 'Thorsten', 'de-DE', 'male', 'young'),
  voice('rosalie', 'Rosalie', 'nl-NL', 'female', 'young'),
];

const NETWORK = new SottoError(
  'The voice could not be fetched: the network is down.',
  { kind: 'network', url: 'voice', status: null },
  { operation: 'download', component: 'weights', suggestion: 'Connect and try again.' },
);

export class FakeShelf implements VoiceShelf {
  readonly voices = VOICES;
  readonly #status = new Map<string, ShelfStatus>();
  readonly #listeners = new Set<(voice: Voice, status: ShelfStatus) => void>();

  constructor() {
    const whole = { totalBytes: 27_500_000, storedAt: 0 };
    this.#status.set('kathleen', { kind: 'stored', ...whole });
    this.#status.set('rosalie', { kind: 'failed', error: NETWORK });
  }

  status(one: Voice): ShelfStatus {
    return this.#status.get(one.id) ?? { kind: 'absent' };
  }

  set(one: Voice, status: ShelfStatus): void {
    this.#status.set(one.id, status);
    for (const listener of this.#listeners) listener(one, status);
  }

  async download(one: Voice): Promise<void> {
    const totalBytes = 27_500_000;
    for (let receivedBytes = 0; receivedBytes < totalBytes; receivedBytes += 1_100_000) {
      this.set(one, { kind: 'downloading', progress: { receivedBytes, totalBytes } });
      await new Promise((resolve) => setTimeout(resolve, 120));
      if (this.status(one).kind !== 'downloading') return;
    }
    this.set(one, { kind: 'stored', totalBytes, storedAt: 0 });
  }

  cancelDownload(one: Voice): void {
    const status = this.status(one);
    if (status.kind === 'downloading') this.set(one, { kind: 'partial', ...status.progress });
  }

  remove(one: Voice): Promise<void> {
    this.set(one, { kind: 'absent' });
    return Promise.resolve();
  }

  onChange(listener: (voice: Voice, status: ShelfStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export class FakeShell implements AppShell {
  state: ShellState = { offlineReady: true, updateReady: false, installable: true, online: true };
  readonly #listeners = new Set<(state: ShellState) => void>();

  onChange(listener: (state: ShellState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(change: Partial<ShellState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener(this.state);
  }

  applyUpdate(): void {
    location.reload();
  }

  install(): Promise<void> {
    this.set({ installable: false });
    return Promise.resolve();
  }
}
