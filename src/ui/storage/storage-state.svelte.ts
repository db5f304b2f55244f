import { SvelteSet } from 'svelte/reactivity';
import { asSottoError, isCancelled, type SottoError } from '../../base/errors';
import type { VoiceId } from '../../base/ids';
import type { DeviceRoom, StorageSection } from '../../contracts/storage-section';
import type {
  DownloadProgress,
  KeptVoice,
  StorageOverview,
  Voice,
  VoiceShelf,
} from '../../contracts/voices';
import { count } from '../format';
import { day } from '../health/format';
import { listed } from '../languages';
import { freedWords, nameOf } from './kept';

export interface StorageWorld {
  readonly shelf: VoiceShelf;
  /** Null where the page knows of nothing but voices. */
  readonly room: DeviceRoom | null;
  timestamp(): number;
  saveFile(blob: Blob, name: string): void;
  openFile(accept: string): Promise<File | null>;
}

export interface PackJob {
  readonly title: string;
  readonly progress: DownloadProgress;
}

export interface SectionSize {
  readonly section: StorageSection;
  /** Undefined while it is being counted. */
  readonly bytes: number | null | undefined;
}

type Said = { readonly text: string; readonly tone: 'good' | 'bad' };

/** What the storage page shows and does. One thing at a time; what failed is told and changes nothing. */
export class StorageState {
  overview = $state.raw<StorageOverview | null>(null);
  failure = $state.raw<SottoError | null>(null);
  sections = $state.raw<readonly SectionSize[]>([]);
  job = $state.raw<PackJob | null>(null);
  said = $state.raw<Said | null>(null);
  isBusy = $state(false);
  /** Chosen for a pack. */
  readonly chosen = new SvelteSet<VoiceId>();
  readonly #world: StorageWorld;
  readonly #stop: () => void;
  #controller: AbortController | null = null;
  #isDisposed = false;

  constructor(world: StorageWorld) {
    this.#world = world;
    this.sections = (world.room?.sections ?? []).map((section) => ({ section, bytes: undefined }));
    this.#stop = world.shelf.onChange((_, { kind }) => {
      if (kind !== 'downloading' && !this.isBusy) void this.load();
    });
    void this.load();
    void this.#measure();
  }

  get now(): number {
    return this.#world.timestamp();
  }

  /** Whole, and known by more than their files: what a pack can hold. */
  get packable(): readonly Voice[] {
    const kept = this.overview?.voices ?? [];
    return kept.flatMap(({ voice, isWhole }) => (voice !== null && isWhole ? [voice] : []));
  }

  get packed(): readonly Voice[] {
    return this.packable.filter(({ id }) => this.chosen.has(id));
  }

  get canAskToPersist(): boolean {
    return this.#world.room !== null;
  }

  async load(): Promise<void> {
    try {
      this.overview = await this.#world.shelf.storage.overview();
      this.failure = null;
    } catch (thrown) {
      this.failure = asSottoError(thrown, { operation: 'overview', component: 'storage' });
    }
  }

  choose(id: VoiceId, isChosen: boolean): void {
    if (isChosen) this.chosen.add(id);
    else this.chosen.delete(id);
  }

  remove(kept: KeptVoice): Promise<void> {
    const { voice } = kept;
    if (voice === null) return Promise.resolve();
    return this.#attempt(`delete ${voice.name}`, async () => {
      const names = this.#names();
      return freedWords(await this.#world.shelf.remove(voice), names);
    });
  }

  freeUp(bytes: number): Promise<void> {
    return this.#attempt('free room', async () => {
      const names = this.#names();
      return freedWords(await this.#world.shelf.storage.freeUp(bytes), names);
    });
  }

  persist(): Promise<void> {
    return this.#attempt('ask the browser', async () => {
      const isPersistent = (await this.#world.room?.persist()) ?? false;
      if (isPersistent) return 'The browser promised never to drop by itself what is kept here.';
      return {
        text: 'The browser did not promise it. Many do once the page is installed or often visited.',
        tone: 'bad',
      };
    });
  }

  clear({ title, clear }: StorageSection): Promise<void> {
    return this.#attempt(`empty “${title}”`, async () => {
      await clear?.();
      await this.#measure();
      return `“${title}” is empty now.`;
    });
  }

  exportPack(): Promise<void> {
    const voices = this.packed;
    const names = listed(voices.map(({ name }) => name));
    return this.#pack(`Packing ${names}`, async (watch) => {
      const pack = await this.#world.shelf.storage.exportPack(voices, watch);
      const name = `sotto-voices-${day(this.now)}.tar`;
      this.#world.saveFile(pack, name);
      return `${count(voices.length, 'voice')} saved as ${name}. Open it on this page on the other device.`;
    });
  }

  async importPack(): Promise<void> {
    if (this.isBusy) return;
    const file = await this.#world.openFile('.tar');
    if (file !== null) await this.take(file);
  }

  take(file: File): Promise<void> {
    return this.#pack(`Reading ${file.name}`, async (watch) => {
      const voices = await this.#world.shelf.storage.importPack(file, watch);
      return `On this device now: ${listed(voices.map(({ name }) => name))}.`;
    });
  }

  /** The pack that is under way is given up; nothing of it stays. */
  cancel(): void {
    this.#controller?.abort();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
    this.cancel();
  }

  #names() {
    const all = this.overview?.voices ?? [];
    return (id: VoiceId) => {
      const kept = all.find((one) => one.id === id);
      return kept === undefined ? id : nameOf(kept);
    };
  }

  async #pack(
    title: string,
    work: (watch: {
      onProgress: (progress: DownloadProgress) => void;
      signal: AbortSignal;
    }) => Promise<string>,
  ): Promise<void> {
    const controller = new AbortController();
    await this.#attempt(title, async () => {
      this.#controller = controller;
      this.job = { title, progress: { receivedBytes: 0, totalBytes: 0 } };
      const onProgress = (progress: DownloadProgress) => (this.job = { title, progress });
      try {
        return await work({ onProgress, signal: controller.signal });
      } finally {
        this.job = null;
        this.#controller = null;
      }
    });
  }

  async #attempt(what: string, work: () => Promise<string | Said>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.said = null;
    try {
      const said = await work();
      this.said = typeof said === 'string' ? { text: said, tone: 'good' } : said;
    } catch (thrown) {
      this.said = { text: refusal(what, thrown), tone: 'bad' };
    } finally {
      this.isBusy = false;
    }
    if (!this.#isDisposed) await this.load();
  }

  async #measure(): Promise<void> {
    for (const { section } of this.sections) {
      const bytes = await section.size().catch(() => null);
      this.sections = this.sections.map((one) =>
        one.section === section ? { section, bytes } : one,
      );
    }
  }
}

function refusal(what: string, thrown: unknown): string {
  if (isCancelled(thrown)) return 'Given up, as you asked. Nothing of it was kept.';
  const { message, suggestion } = asSottoError(thrown, { operation: what, component: 'storage' });
  return `${message} ${suggestion}`;
}
