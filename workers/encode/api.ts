/** The calls of the export worker: works by their id, the disk and the encoders behind them. */
import { throwIfAborted } from '../../src/base/abort';
import type {
  ExportRequest,
  ExportWorkerApi,
  KeptExport,
  SoundFormat,
  WritingProgress,
  WrittenExport,
} from '../../src/contracts/export';
import type { WorkDisk } from './disk';
import { brokenWork, fileError } from './errors';
import { handleSink, workFileSink, type FileSink } from './sink';
import { Work } from './work';
import { writeWork } from './write-file';

export interface ExportWorkerDeps {
  readonly openDisk: () => Promise<WorkDisk>;
  readonly formats: () => Promise<readonly SoundFormat[]>;
  /** In bytes; null where the browser does not say. */
  readonly freeBytes: () => Promise<number | null>;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  /** Lets waiting messages be handled. */
  readonly breathe: () => Promise<void>;
}

const OUTPUT = 'output';
/** A file that was handed to the browser's downloads may still be on its way there. */
const KEEP_WRITTEN_MS = 60 * 60_000;
const PROGRESS_EVERY_MS = 250;

export function createExportApi(deps: ExportWorkerDeps): ExportWorkerApi {
  return new Works(deps).api;
}

class Works {
  readonly #deps: ExportWorkerDeps;
  readonly #open = new Map<string, Work>();
  readonly #writing = new Map<string, AbortController>();
  #disk: Promise<WorkDisk> | null = null;

  constructor(deps: ExportWorkerDeps) {
    this.#deps = deps;
  }

  get api(): ExportWorkerApi {
    const guarded = async <T>(path: string, task: () => Promise<T>): Promise<T> => {
      try {
        return await task();
      } catch (thrown) {
        throw fileError(thrown, path);
      }
    };
    return {
      formats: () => this.#deps.formats(),
      room: async () => ({
        isKept: (await this.#theDisk()).isKept,
        freeBytes: await this.#deps.freeBytes(),
      }),
      kept: () => guarded('exports', () => this.#kept()),
      create: (request, rate) => guarded(request.title, () => this.#create(request, rate)),
      open: (id) => guarded(id, () => this.#reopen(id)),
      append: (id, clause) => guarded(id, () => this.#change(id, (work) => work.append(clause))),
      replace: (id, index, clause) =>
        guarded(id, () => this.#change(id, (work) => work.replace(index, clause))),
      write: (id, target, onProgress) => guarded(id, () => this.#write(id, target, onProgress)),
      cancel: (id) => Promise.resolve(this.#writing.get(id)?.abort()),
      close: (id) => Promise.resolve(this.#close(id)),
      remove: (id) => guarded(id, () => this.#remove(id)),
    };
  }

  #theDisk(): Promise<WorkDisk> {
    this.#disk ??= this.#deps.openDisk();
    return this.#disk;
  }

  async #kept(): Promise<readonly KeptExport[]> {
    const disk = await this.#theDisk();
    const found: KeptExport[] = [];
    for (const id of await disk.works()) {
      if (this.#open.has(id)) continue;
      // Another page is at it, or it is damaged.
      const work = await Work.open(disk, id).catch(() => null);
      if (work === null) continue;
      work.close();
      if (work.writtenAt === null) found.push(work.kept);
      else if (this.#deps.timestamp() - work.writtenAt > KEEP_WRITTEN_MS) await disk.remove(id);
    }
    return found.sort((a, b) => b.startedAt - a.startedAt);
  }

  async #create(request: ExportRequest, sampleRate: number): Promise<KeptExport> {
    const disk = await this.#theDisk();
    const head = { id: this.#deps.newId(), startedAt: this.#deps.timestamp(), sampleRate };
    try {
      const work = await Work.create(disk, head, request);
      this.#open.set(work.id, work);
      return work.kept;
    } catch (thrown) {
      await disk.remove(head.id).catch(() => undefined);
      throw thrown;
    }
  }

  async #reopen(id: string): Promise<KeptExport> {
    const disk = await this.#theDisk();
    const work = this.#open.get(id) ?? (await Work.open(disk, id));
    this.#open.set(id, work);
    return work.kept;
  }

  #change(id: string, change: (work: Work) => void) {
    const work = this.#work(id);
    change(work);
    return Promise.resolve(work.tally);
  }

  async #write(
    id: string,
    target: FileSystemFileHandle | null,
    onProgress: (progress: WritingProgress) => void,
  ): Promise<WrittenExport> {
    const work = this.#work(id);
    const { disk } = work;
    const aborting = new AbortController();
    this.#writing.set(id, aborting);
    const sink = await this.#sinkFor(work, target);
    try {
      const pace = this.#pace(work.samples, aborting.signal, onProgress);
      const written = await writeWork(work, sink, pace);
      await sink.finish();
      work.noteWritten(this.#deps.timestamp());
      const file = target === null ? await disk.blob(id, OUTPUT) : null;
      return { ...written, file };
    } catch (thrown) {
      await sink.abandon().catch(() => undefined);
      throw thrown;
    } finally {
      this.#writing.delete(id);
    }
  }

  async #sinkFor(work: Work, target: FileSystemFileHandle | null): Promise<FileSink> {
    if (target !== null) return handleSink(target);
    return workFileSink(await work.disk.open(work.id, OUTPUT));
  }

  #pace(
    totalSamples: number,
    signal: AbortSignal,
    onProgress: (progress: WritingProgress) => void,
  ): (samples: number, bytes: number) => Promise<void> {
    let toldAt = -Infinity;
    return async (samples, bytes) => {
      throwIfAborted(signal, 'export', 'encode.worker');
      const now = this.#deps.timestamp();
      if (now - toldAt >= PROGRESS_EVERY_MS) {
        toldAt = now;
        onProgress({ samples, totalSamples, bytes });
      }
      await this.#deps.breathe();
    };
  }

  #work(id: string): Work {
    const work = this.#open.get(id);
    if (work === undefined) throw brokenWork(id);
    return work;
  }

  #close(id: string): void {
    this.#open.get(id)?.close();
    this.#open.delete(id);
  }

  async #remove(id: string): Promise<void> {
    this.#writing.get(id)?.abort();
    this.#close(id);
    await (await this.#theDisk()).remove(id);
  }
}
