import { asSottoError, isCancelled, type SottoError } from '../base/errors';
import { unreachable } from '../base/never';
import { SOUND_FILES } from '../audio/encode/formats';
import { CAPTION_FILES } from '../captions/write';
import type {
  ExportProgress,
  ExportRequest,
  ExportResult,
  ExportRoom,
  ExportRun,
  KeptExport,
  SoundFormat,
} from '../contracts/export';
import type { ChosenFile, Environment } from './environment';

export type ExportState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'running';
      /** Null until it is known on this device. */
      readonly work: KeptExport | null;
      readonly name: string;
      readonly progress: ExportProgress | null;
    }
  | { readonly kind: 'paused'; readonly work: KeptExport; readonly name: string }
  | {
      readonly kind: 'saved';
      readonly work: KeptExport;
      readonly name: string;
      readonly result: ExportResult;
    }
  | {
      readonly kind: 'failed';
      /** Null: nothing was begun. */
      readonly work: KeptExport | null;
      readonly name: string;
      readonly error: SottoError;
    }
  | { readonly kind: 'cancelled'; readonly name: string };

/** Looking for what was interrupted may wait until the first words are made. */
const LOOK_AFTER_MS = 4000;

/** The export of this page; goes on while its sheet is closed and while the voice reads. */
export class Export {
  state = $state.raw<ExportState>({ kind: 'none' });
  unfinished = $state.raw<readonly KeptExport[]>([]);
  /** Null until they are known. */
  formats = $state.raw<readonly SoundFormat[] | null>(null);
  room = $state.raw<ExportRoom | null>(null);
  readonly #environment: Environment;
  readonly #stopTimer: () => void;
  #abort: AbortController | null = null;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#stopTimer = environment.clock.after(LOOK_AFTER_MS, () => void this.look());
  }

  get running(): boolean {
    return this.state.kind === 'running';
  }

  /** Asks what was interrupted, what can be written and how much room there is. */
  async look(): Promise<void> {
    const { exports } = this.#environment;
    try {
      const asked = [exports.formats(), exports.room(), exports.unfinished()] as const;
      const [formats, room, unfinished] = await Promise.all(asked);
      this.formats = formats;
      this.room = room;
      this.unfinished = unfinished.filter(({ id }) => id !== this.#work?.id);
    } catch {
      // WAV needs nothing that could be missing; what else is wrong is said when it is begun.
      this.formats ??= ['wav'];
    }
  }

  async start(request: ExportRequest): Promise<void> {
    if (this.running) return;
    const name = soundName(request);
    const chosen = await this.#choose(request);
    if (chosen.kind === 'none') return;
    const before = this.#work;
    this.state = { kind: 'running', work: null, name, progress: null };
    try {
      // What was saved before is not needed to be mended any more.
      if (before !== null) await this.#environment.exports.remove(before.id).catch(() => undefined);
      const work = await this.#environment.exports.begin(request);
      await this.#run(work, chosen, 'run');
    } catch (thrown) {
      this.#fail(null, name, thrown);
    }
  }

  /** From where it was interrupted. */
  async resume(work: KeptExport): Promise<void> {
    if (this.running) return;
    const chosen = await this.#choose(work.request);
    if (chosen.kind === 'none') return;
    this.unfinished = this.unfinished.filter(({ id }) => id !== work.id);
    await this.#run(work, chosen, 'run');
  }

  /** Once more what the chosen voice did not speak. */
  async mend(work: KeptExport): Promise<void> {
    if (this.running) return;
    const chosen = await this.#choose(work.request);
    if (chosen.kind === 'none') return;
    await this.#run(work, chosen, 'mend');
  }

  /** Stops; what was spoken is kept. */
  cancel(): void {
    this.#stopTimer();
    this.#abort?.abort();
  }

  /** Stops, and forgets what was spoken. */
  async discard(): Promise<void> {
    const { state } = this;
    const work = this.#work;
    this.cancel();
    if (state.kind !== 'none' && state.kind !== 'cancelled') {
      this.state = { kind: 'cancelled', name: state.name };
    }
    if (work !== null) await this.forget(work);
  }

  async forget(work: KeptExport): Promise<void> {
    this.unfinished = this.unfinished.filter(({ id }) => id !== work.id);
    await this.#environment.exports.remove(work.id).catch(() => undefined);
    void this.look();
  }

  get #isCancelled(): boolean {
    return this.state.kind === 'cancelled';
  }

  get #work(): KeptExport | null {
    const { state } = this;
    return state.kind === 'none' || state.kind === 'cancelled' ? null : state.work;
  }

  #choose(request: ExportRequest): Promise<ChosenFile> {
    return this.#environment.chooseFile(soundName(request), SOUND_FILES[request.sound].type);
  }

  async #run(work: KeptExport, chosen: ChosenFile, what: 'run' | 'mend'): Promise<void> {
    const name = chosen.kind === 'file' ? chosen.handle.name : soundName(work.request);
    const abort = new AbortController();
    this.#abort = abort;
    this.state = { kind: 'running', work, name, progress: null };
    const run: ExportRun = {
      target: chosen.kind === 'file' ? chosen.handle : null,
      signal: abort.signal,
      onProgress: (progress) => {
        if (this.#abort === abort && this.running) {
          this.state = { kind: 'running', work, name, progress };
        }
      },
    };
    try {
      const result = await this.#environment.exports[what](work.id, run);
      this.#save(work, name, result);
      this.state = { kind: 'saved', work, name, result };
    } catch (thrown) {
      if (!this.#isCancelled) this.#fail(work, name, thrown);
    }
  }

  #save({ request }: KeptExport, name: string, { file, captions }: ExportResult): void {
    if (file !== null) this.#environment.saveFile(file, name);
    for (const { format, blob } of captions) {
      this.#environment.saveFile(blob, `${request.title}${CAPTION_FILES[format].ending}`);
    }
  }

  #fail(work: KeptExport | null, name: string, thrown: unknown): void {
    const error = asSottoError(thrown, { operation: 'export', component: 'ui' });
    if (!isCancelled(error)) this.state = { kind: 'failed', work, name, error };
    else this.state = work === null ? { kind: 'none' } : { kind: 'paused', work, name };
  }
}

export function soundName({ title, sound }: ExportRequest): string {
  return `${title}${SOUND_FILES[sound].ending}`;
}

/** Of the whole, as long as it usually takes. */
const SPEAKING_SHARE = 0.9;

/** From 0 to 1 over both stages; null before anything is known. */
export function fractionDone(progress: ExportProgress | null): number | null {
  if (progress === null) return null;
  const part = progress.done / Math.max(1, progress.total);
  switch (progress.stage) {
    case 'speaking':
      return part * SPEAKING_SHARE;
    case 'writing':
      return SPEAKING_SHARE + part * (1 - SPEAKING_SHARE);
    default:
      return unreachable(progress);
  }
}
