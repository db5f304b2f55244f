/**
 * The lab page: the built app's own parts without its face, driven by `npm run say`, `npm run bench`
 * and the tests through `window.sottoLab`. Nothing of it is loaded by the app itself.
 */
import { systemClock } from './base/clock';
import { compose } from './compose';
import type { Backend, BackendPreference, StageTimings } from './contracts/speech';
import type { DocumentFormat, Utterance } from './contracts/text';
import { settingsFor } from './speech/builder';
import { spokenSounds } from './speech/sounds';
import { openDocument } from './speech/open-document';
import { utterancesFrom } from './speech/utterances';

export interface LabRequest {
  readonly text: string;
  readonly format?: DocumentFormat;
  readonly voice?: string;
  readonly language?: 'en' | 'de' | 'nl';
  readonly backend?: BackendPreference;
  /** 0 lets the engine choose. */
  readonly threads?: number;
  readonly steps?: number;
  readonly temperature?: number;
  readonly pace?: number;
  readonly seed?: number;
}

export interface LabReport {
  readonly voice: string;
  readonly backend: Backend;
  readonly backendReason: string | null;
  readonly threads: number;
  readonly crossOriginIsolated: boolean;
  readonly steps: number;
  readonly seed: number;
  readonly utterances: number;
  readonly characters: number;
  readonly audioSeconds: number;
  /** Text, synthesis and file together, without loading. */
  readonly wallSeconds: number;
  /** wallSeconds / audioSeconds. */
  readonly rtf: number;
  readonly loadMs: number;
  readonly timeToFirstChunkMs: number;
}

export interface StageReport extends LabReport {
  /** Sums over all utterances. */
  readonly stages: Pick<StageTimings, 'encodeMs' | 'flowMs' | 'vocodeMs' | 'totalMs'>;
  readonly heapBytes: number | null;
}

export interface Lab {
  /** Speaks the text into a WAV file, offered as a download named `speech.wav`. */
  say(request: LabRequest): Promise<LabReport>;
  /** Speaks the text into nothing, `repeats` times after one warm-up, and tells where the time went. */
  stages(request: LabRequest & { readonly repeats: number }): Promise<StageReport>;
  /** What the text front-end makes of a text. */
  plan(request: LabRequest): Promise<readonly Utterance[]>;
}

declare global {
  interface Window {
    sottoLab?: Lab;
  }
}

async function prepared(request: LabRequest) {
  const app = await compose({ threads: request.threads ?? 0 });
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

async function say(request: LabRequest): Promise<LabReport> {
  const { app, voice, settings, format } = await prepared(request);
  const session = app.createSession(settings);
  session.setVoice(voice);
  await session.prepare();
  session.setDocument(request.text, format);
  const startedAt = systemClock.now();
  let firstAt: number | null = null;
  let utterances = 0;
  let audioSeconds = 0;
  const wav = await session.exportWav({
    signal: new AbortController().signal,
    onProgress: ({ seconds }) => {
      firstAt ??= systemClock.now();
      utterances++;
      audioSeconds = seconds;
    },
  });
  const wallSeconds = (systemClock.now() - startedAt) / 1000;
  const { engine } = session.stats;
  if (engine === null) throw new Error('The engine did not load.');
  offerDownload(wav, 'speech.wav');
  await session.dispose();
  return {
    voice: voice.id,
    backend: engine.backend,
    backendReason: engine.backendReason,
    threads: engine.threads,
    crossOriginIsolated,
    steps: settings.synthesis.steps,
    seed: settings.synthesis.seed,
    utterances,
    characters: request.text.length,
    audioSeconds,
    wallSeconds,
    rtf: wallSeconds / Math.max(audioSeconds, 1e-9),
    loadMs: engine.loadMs,
    timeToFirstChunkMs: (firstAt ?? startedAt) - startedAt,
  };
}

async function stages(request: LabRequest & { readonly repeats: number }): Promise<StageReport> {
  const { app, voice, settings, format } = await prepared(request);
  const synthesizer = app.createSynthesizer(voice, settings.backend);
  const engine = await synthesizer.load();
  const utterances = await plan(request);
  const sum = { encodeMs: 0, flowMs: 0, vocodeMs: 0, totalMs: 0 };
  let audioSeconds = 0;
  let firstChunkMs = Infinity;
  let startedAt = systemClock.now();
  for (let round = 0; round <= request.repeats; round++) {
    const isWarmUp = round === 0;
    if (!isWarmUp && round === 1) startedAt = systemClock.now();
    for (const utterance of utterances) {
      const utteranceAt = systemClock.now();
      const sounds = spokenSounds(utterance, synthesizer, settings.synthesis);
      let step = await sounds.next();
      if (!isWarmUp && utterance === utterances[0]) {
        firstChunkMs = Math.min(firstChunkMs, systemClock.now() - utteranceAt);
      }
      while (!step.done) step = await sounds.next();
      if (isWarmUp || step.value === null) continue;
      for (const key of Object.keys(sum) as (keyof typeof sum)[])
        sum[key] += step.value.stages[key];
      audioSeconds += step.value.samples / step.value.sampleRate;
    }
  }
  const wallSeconds = (systemClock.now() - startedAt) / 1000;
  const report: StageReport = {
    voice: voice.id,
    backend: engine.backend,
    backendReason: engine.backendReason,
    threads: engine.threads,
    crossOriginIsolated,
    steps: settings.synthesis.steps,
    seed: settings.synthesis.seed,
    utterances: utterances.length,
    characters: request.text.length,
    audioSeconds,
    wallSeconds,
    rtf: wallSeconds / Math.max(audioSeconds, 1e-9),
    loadMs: engine.loadMs,
    timeToFirstChunkMs: firstChunkMs,
    stages: sum,
    heapBytes: await heapBytes(),
  };
  synthesizer.dispose();
  app.dispose();
  return report;
}

async function plan(request: LabRequest): Promise<readonly Utterance[]> {
  const { app, settings, format } = await prepared(request);
  const document = await openDocument(request.text, format, app.text);
  const utterances = await Array.fromAsync(utterancesFrom(document, 0, app.text, settings));
  app.dispose();
  return utterances;
}

/** Only isolated pages in Chromium can tell; it covers workers too. */
async function heapBytes(): Promise<number | null> {
  const measure = (
    performance as { measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }> }
  ).measureUserAgentSpecificMemory;
  return measure === undefined ? null : (await measure.call(performance)).bytes;
}

function offerDownload(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

window.sottoLab = { say, stages, plan };
