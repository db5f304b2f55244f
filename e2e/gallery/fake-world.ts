/** Voices, shell and storage that behave, and keep nothing. */
import { SottoError } from '../../src/base/errors';
import type { VoiceId } from '../../src/base/ids';
import type { AppShell, ShellState } from '../../src/contracts/shell';
import type {
  DeviceStorage,
  Freed,
  ShelfStatus,
  Voice,
  VoiceShelf,
} from '../../src/contracts/voices';

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
    files: [{ name: 'voice', url: `${id}/voice`, bytes: 27_500_000, digest: 'sha256:' }],
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

const FAKE_STORAGE: DeviceStorage = {
  overview: () =>
    Promise.resolve({
      voices: VOICES.slice(0, 1).map((one) => ({
        id: one.id,
        voice: one,
        bytes: 27_500_000,
        ownBytes: 27_500_000,
        isWhole: true,
        verifiedAt: 0,
        lastUsedAt: 0,
        isInUse: false,
      })),
      voiceBytes: 27_500_000,
      usedBytes: 60_000_000,
      quotaBytes: 2_000_000_000,
      isPersistent: true,
    }),
  freeUp: () => Promise.resolve({ bytes: 0, removed: [], keptFor: [] }),
  exportPack: () => Promise.resolve(new Blob(['pack'])),
  importPack: () => Promise.resolve([]),
  keep: () => Promise.resolve(),
  digest: () => Promise.resolve('sha256:00'),
};

export class FakeShelf implements VoiceShelf {
  voices: readonly Voice[] = VOICES;
  readonly storage = FAKE_STORAGE;
  readonly #status = new Map<string, ShelfStatus>();
  readonly #listeners = new Set<(voice: Voice, status: ShelfStatus) => void>();

  constructor() {
    const whole = { totalBytes: 27_500_000, storedAt: 0 };
    this.#status.set('kathleen', { kind: 'stored', ...whole });
    this.#status.set('rosalie', { kind: 'failed', error: NETWORK });
  }

  add(voices: readonly Voice[]): void {
    const fresh = voices.filter(({ id }) => this.voices.every((one) => one.id !== id));
    this.voices = [...this.voices, ...fresh];
  }

  recalled(): Promise<void> {
    return Promise.resolve();
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

  pauseDownload(one: Voice): void {
    const status = this.status(one);
    if (status.kind === 'downloading') this.set(one, { kind: 'paused', ...status.progress });
  }

  resumeDownload(one: Voice): Promise<void> {
    return this.download(one);
  }

  remove(one: Voice): Promise<Freed> {
    this.set(one, { kind: 'absent' });
    return Promise.resolve({ bytes: 27_500_000, removed: [one.id], keptFor: [] });
  }

  lease(): () => void {
    return () => {};
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
