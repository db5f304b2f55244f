/**
 * The lab page: the built app's own parts without its face, driven by `npm run say`, `npm run bench`
 * and the tests through `window.sottoLab`. Nothing of it is loaded by the app itself.
 */
import { systemClock } from './base/clock';
import { compose } from './compose';
import type { SessionStats } from './contracts/session';
import type {
  Backend,
  BackendPreference,
  EngineInfo,
  StageTimings,
  SynthesisOptions,
  SynthesisResult,
  Synthesizer,
} from './contracts/speech';
import type { DocumentFormat, Span, Utterance } from './contracts/text';
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
  readonly sharedMemory?: 'auto' | 'off';
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
  readonly frames: number;
  readonly heapBytes: number | null;
}

export interface ListenRequest extends LabRequest {
  /** Stops after so long; otherwise at the end of the text. */
  readonly forSeconds?: number;
}

export interface HeardWord extends Span {
  /** `performance.now()` when it began to sound. */
  readonly atMs: number;
}

export interface ListenReport {
  readonly words: readonly HeardWord[];
  readonly stats: SessionStats;
}

export interface Lab {
  /** Speaks the text into a WAV file, offered as a download named `speech.wav`. */
  say(request: LabRequest): Promise<LabReport>;
  /** Speaks the text into nothing, `repeats` times after one warm-up, and tells where the time went. */
  stages(request: LabRequest & { readonly repeats: number }): Promise<StageReport>;
  /** Plays the text aloud, in real time. */
  listen(request: ListenRequest): Promise<ListenReport>;
  /** What the text front-end makes of a text. */
  plan(request: LabRequest): Promise<readonly Utterance[]>;
}

declare global {
  interface Window {
    sottoLab?: Lab;
  }
}

async function prepared(request: LabRequest) {
  const app = await compose({
    threads: request.threads ?? 0,
    sharedMemory: request.sharedMemory ?? 'auto',
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

type Prepared = Awaited<ReturnType<typeof prepared>>;

interface Measured {
  readonly utterances: number;
  readonly audioSeconds: number;
  readonly wallSeconds: number;
  readonly timeToFirstChunkMs: number;
}

function report(
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

async function say(request: LabRequest): Promise<LabReport> {
  const parts = await prepared(request);
  const session = parts.app.createSession(parts.settings);
  session.setVoice(parts.voice);
  await session.prepare();
  session.setDocument(request.text, parts.format);
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
  const timeToFirstChunkMs = (firstAt ?? startedAt) - startedAt;
  return report(request, parts, engine, {
    utterances,
    audioSeconds,
    wallSeconds,
    timeToFirstChunkMs,
  });
}

interface Round {
  readonly firstChunkMs: number;
  readonly results: readonly SynthesisResult[];
}

async function speakOnce(
  utterances: readonly Utterance[],
  synthesizer: Synthesizer,
  options: SynthesisOptions,
): Promise<Round> {
  const startedAt = systemClock.now();
  const results: SynthesisResult[] = [];
  let firstChunkMs = Infinity;
  for (const utterance of utterances) {
    const sounds = spokenSounds(utterance, synthesizer, options);
    let step = await sounds.next();
    firstChunkMs = Math.min(firstChunkMs, systemClock.now() - startedAt);
    while (!step.done) step = await sounds.next();
    if (step.value !== null) results.push(step.value);
  }
  return { firstChunkMs, results };
}

async function stages(request: LabRequest & { readonly repeats: number }): Promise<StageReport> {
  const parts = await prepared(request);
  const { app, voice, settings } = parts;
  const synthesizer = app.createSynthesizer(voice, settings.backend);
  const engine = await synthesizer.load();
  const utterances = await plan(request);
  await speakOnce(utterances, synthesizer, settings.synthesis);
  const startedAt = systemClock.now();
  const rounds: Round[] = [];
  for (let round = 0; round < request.repeats; round++) {
    rounds.push(await speakOnce(utterances, synthesizer, settings.synthesis));
  }
  const wallSeconds = (systemClock.now() - startedAt) / 1000;
  const results = rounds.flatMap((round) => round.results);
  const sum = (of: (result: SynthesisResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const heap = await heapBytes();
  synthesizer.dispose();
  app.dispose();
  return {
    ...report(request, parts, engine, {
      utterances: results.length,
      audioSeconds: sum((result) => result.samples / result.sampleRate),
      wallSeconds,
      timeToFirstChunkMs: Math.min(...rounds.map((round) => round.firstChunkMs)),
    }),
    stages: {
      encodeMs: sum((result) => result.stages.encodeMs),
      flowMs: sum((result) => result.stages.flowMs),
      vocodeMs: sum((result) => result.stages.vocodeMs),
      totalMs: sum((result) => result.stages.totalMs),
    },
    frames: sum((result) => result.stages.frames),
    heapBytes: heap,
  };
}

/** Plays the text aloud and tells when each word sounded. */
async function listen(request: ListenRequest): Promise<ListenReport> {
  const parts = await prepared(request);
  const session = parts.app.createSession(parts.settings);
  const words: HeardWord[] = [];
  session.setVoice(parts.voice);
  session.setDocument(request.text, parts.format);
  await session.prepare();
  session.on('word', (playing) => {
    if (playing?.word) words.push({ ...playing.word, atMs: systemClock.now() });
  });
  const ended = new Promise<void>((resolve, reject) => {
    if (request.forSeconds !== undefined) systemClock.after(request.forSeconds * 1000, resolve);
    session.on('state', (state) => {
      if (state.kind === 'ended') resolve();
      if (state.kind === 'failed') reject(state.error);
    });
  });
  session.play();
  await ended;
  const { stats } = session;
  await session.dispose();
  return { words, stats };
}

async function plan(request: LabRequest): Promise<readonly Utterance[]> {
  const { app, settings, format } = await prepared(request);
  const document = await openDocument(request.text, format, app.text);
  const utterances = await Array.fromAsync(
    utterancesFrom(document, { offset: 0, isAwaited: true }, app.text, settings),
  );
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

window.sottoLab = { say, stages, listen, plan };
