/** Exports: speaks a text clause by clause into a work that the export worker keeps, and has files made of it. */
import { proxy, type Remote } from 'comlink';
import { orAborted, throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import { asSottoError, cancelled } from '../base/errors';
import { fileSampleRate } from '../audio/encode/formats';
import type {
  ExportDesk,
  ExportRequest,
  ExportResult,
  ExportRun,
  ExportTally,
  ExportWorkerApi,
  KeptExport,
  WritingProgress,
  WrittenExport,
} from '../contracts/export';
import type { VoiceShelf } from '../contracts/voices';
import type { WorkerLink } from '../rpc/connect';
import type { TextDocument } from '../text/document';
import { EngineKeeper, type CreateSynthesizer, type ReadyEngine } from './engine-keeper';
import { speakClause } from './export-clause';
import { Forecast } from './export-forecast';
import { clausesAfter, planningStart } from './export-place';
import { nothingToExport } from './export';
import { openDocument } from './open-document';
import type { TextClient } from './text-client';
import { utterancesFrom } from './utterances';

export interface ExportDeskDeps {
  readonly worker: Pick<WorkerLink<ExportWorkerApi>, 'call'>;
  readonly text: TextClient;
  readonly shelf: VoiceShelf;
  readonly createSynthesizer: CreateSynthesizer;
  /** Tells whoever listens that something else computes beside them; returns its end. */
  readonly shareLoad: () => () => void;
  readonly clock: Clock;
}

/** Reading and cutting a kept log of many hours. */
const USUAL_TIMEOUT_MS = 60_000;
/** A day's sound, on a slow device. */
const WRITING_TIMEOUT_MS = 24 * 60 * 60_000;

export function createExportDesk(deps: ExportDeskDeps): ExportDesk {
  const desk = new Desk(deps);
  return {
    formats: () => desk.call('formats', (api) => api.formats()),
    room: () => desk.call('room', (api) => api.room()),
    unfinished: () => desk.call('kept', (api) => api.kept()),
    begin: (request) => desk.begin(request),
    run: (id, run) => desk.run(id, run, 'rest'),
    mend: (id, run) => desk.run(id, run, 'substituted'),
    remove: (id) => desk.call('remove', (api) => api.remove(id)),
  };
}

class Desk {
  readonly #deps: ExportDeskDeps;

  constructor(deps: ExportDeskDeps) {
    this.#deps = deps;
  }

  call<T>(
    operation: string,
    work: (api: Remote<ExportWorkerApi>) => Promise<T>,
    timeoutMs = USUAL_TIMEOUT_MS,
  ): Promise<T> {
    return this.#deps.worker.call<T>(work, { operation, timeoutMs });
  }

  begin(request: ExportRequest): Promise<KeptExport> {
    const { start, end } = request.range;
    if (request.document.source.slice(start, end).trim() === '') {
      return Promise.reject(nothingToExport());
    }
    const sampleRate = fileSampleRate(request.sound, request.voice.sampleRate);
    return this.call('create', (api) => api.create(request, sampleRate));
  }

  async run(id: string, run: ExportRun, what: 'rest' | 'substituted'): Promise<ExportResult> {
    const { signal } = run;
    throwIfAborted(signal, 'export', 'export-desk');
    const kept = await this.call('open', (api) => api.open(id));
    const endSharing = this.#deps.shareLoad();
    try {
      const tally = await this.#speak(kept, run, what);
      if (tally.words === 0) throw nothingToExport();
      const written = await this.#write(kept, run);
      return { ...written, id, substituted: tally.substituted };
    } catch (thrown) {
      if (signal.aborted) throw cancelled('export', 'export-desk');
      throw asSottoError(thrown, { operation: 'export', component: 'export-desk' });
    } finally {
      endSharing();
    }
  }

  async #speak(
    kept: KeptExport,
    run: ExportRun,
    what: 'rest' | 'substituted',
  ): Promise<ExportTally> {
    const { request } = kept;
    const { source, format, readings } = request.document;
    const { shelf, createSynthesizer, text } = this.#deps;
    // Its own hold on the engine: another voice may be chosen while it goes on.
    const keeper = new EngineKeeper(shelf, createSynthesizer);
    try {
      const opening = openDocument(source, format, text, readings);
      const ready = Promise.all([opening, keeper.ensure(request.voice, request.settings)]);
      const [document, engine] = await orAborted(ready, run.signal, 'export', 'export-desk');
      if (what === 'rest') return await this.#speakRest(kept, run, document, engine);
      return await this.#speakSubstituted(kept, run, document, engine);
    } finally {
      keeper.dispose();
    }
  }

  async #speakRest(
    kept: KeptExport,
    { signal, onProgress }: ExportRun,
    document: TextDocument,
    { synthesizer }: ReadyEngine,
  ): Promise<ExportTally> {
    const { id, request } = kept;
    const { range, settings } = request;
    const forecast = new Forecast(kept, this.#deps.clock);
    let { tally } = kept;
    onProgress(forecast.speaking(tally));
    const offset = planningStart(document, range, tally.last);
    const planned = this.#plan(request, document, offset, signal);
    for await (const utterance of clausesAfter(planned, range, tally.last)) {
      const clause = await speakClause(utterance, synthesizer, settings.synthesis, signal);
      throwIfAborted(signal, 'export', 'export-desk');
      tally = await this.call('append', (api) => api.append(id, clause));
      onProgress(forecast.speaking(tally));
    }
    return tally;
  }

  /** One after the other, each found by planning its block again. */
  async #speakSubstituted(
    kept: KeptExport,
    { signal, onProgress }: ExportRun,
    document: TextDocument,
    { synthesizer }: ReadyEngine,
  ): Promise<ExportTally> {
    const { id, request } = kept;
    const forecast = new Forecast(kept, this.#deps.clock);
    let { tally } = kept;
    const { substituted } = kept.tally;
    for (const [done, { index, span }] of substituted.entries()) {
      onProgress(forecast.mending(tally, done, substituted.length));
      const offset = planningStart(document, request.range, { span });
      for await (const utterance of this.#plan(request, document, offset, signal)) {
        if (utterance.span.start < span.start) continue;
        if (utterance.span.start > span.start) break;
        const { synthesis } = request.settings;
        const clause = await speakClause(utterance, synthesizer, synthesis, signal);
        throwIfAborted(signal, 'export', 'export-desk');
        tally = await this.call('replace', (api) => api.replace(id, index, clause));
        break;
      }
    }
    return tally;
  }

  #plan(request: ExportRequest, document: TextDocument, offset: number, signal: AbortSignal) {
    const { language, lexicon } = request.settings;
    const options = { language, lexicon, locale: request.voice.locale };
    const start = { offset, isAwaited: false };
    return utterancesFrom(document, start, this.#deps.text, options, signal);
  }

  async #write(
    { id, request }: KeptExport,
    { target, signal, onProgress }: ExportRun,
  ): Promise<WrittenExport> {
    const forecast = new Forecast({ request }, this.#deps.clock);
    const tell = proxy((progress: WritingProgress) => {
      // Messages may come late: what was stopped tells no more.
      if (!signal.aborted) onProgress(forecast.writing(progress));
    });
    const stop = () => void this.call('cancel', (api) => api.cancel(id)).catch(() => undefined);
    signal.addEventListener('abort', stop, { once: true });
    try {
      const writing = (api: Remote<ExportWorkerApi>) => api.write(id, target, tell);
      return await this.call('write', writing, WRITING_TIMEOUT_MS);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
