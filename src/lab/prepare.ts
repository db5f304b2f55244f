/** What every errand of the lab begins and ends with: the app's parts for a request, and the report. */
import { compose } from '../compose';
import type { EngineInfo } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { LabReport, LabRequest } from './contract';
import { settingsFor } from '../speech/builder';
import { openDocument } from '../speech/open-document';
import { utterancesFrom } from '../speech/utterances';

export async function prepared(request: LabRequest) {
  const app = await compose({
    threads: request.threads ?? 0,
    sharedMemory: request.sharedMemory ?? 'auto',
    isSteady: request.isSteady ?? false,
  });
  const voice = app.shelf.voices.find(({ id }) => id === request.voice) ?? app.shelf.voices[0];
  if (voice === undefined) throw new Error('The catalogue holds no voice.');
  const defaults = settingsFor(voice).build();
  const { steps, temperature, pace, seed, backend, language } = request;
  const settings = settingsFor(voice)
    .backend(backend ?? defaults.backend)
    .language(language ?? defaults.language)
    .steps(steps ?? defaults.synthesis.steps)
    .temperature(temperature ?? defaults.synthesis.temperature)
    .pace(pace ?? defaults.synthesis.pace)
    .seed(seed ?? defaults.synthesis.seed)
    .build();
  await app.shelf.download(voice);
  await app.text.warm(settings.language);
  return { app, voice, settings, format: request.format ?? 'plain' };
}

export type Prepared = Awaited<ReturnType<typeof prepared>>;

interface Measured {
  readonly utterances: number;
  readonly audioSeconds: number;
  readonly wallSeconds: number;
  readonly timeToFirstChunkMs: number;
}

export function report(
  request: LabRequest,
  { voice, settings }: Prepared,
  engine: EngineInfo,
  measured: Measured,
): LabReport {
  return {
    voice: voice.id,
    backend: engine.backend,
    backendReason: engine.backendReason,
    threads: engine.threads,
    crossOriginIsolated,
    steps: settings.synthesis.steps,
    seed: settings.synthesis.seed,
    characters: request.text.length,
    ...measured,
    rtf: measured.wallSeconds / Math.max(measured.audioSeconds, 1e-9),
    loadMs: engine.loadMs,
  };
}

export async function planned(
  request: LabRequest,
  { app, settings, format }: Prepared,
): Promise<readonly Utterance[]> {
  const document = await openDocument(request.text, format, app.text);
  const start = { offset: 0, isAwaited: true };
  return Array.fromAsync(utterancesFrom(document, start, app.text, settings));
}
