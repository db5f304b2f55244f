import { systemClock } from '../base/clock';
import type { SynthesisOptions, SynthesisResult, Synthesizer } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { LabRequest, StageReport } from './contract';
import { planned, prepared, report } from './prepare';
import { spokenSounds } from '../speech/sounds';

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

/** Where the time goes: speaks into nothing. */
export async function stages(
  request: LabRequest & { readonly repeats: number },
): Promise<StageReport> {
  const parts = await prepared(request);
  const { app, voice, settings } = parts;
  const synthesizer = app.createSynthesizer(voice, settings.backend);
  const engine = await synthesizer.load();
  const utterances = await planned(request, parts);
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

/** Only isolated pages in Chromium can tell; it covers workers too. */
async function heapBytes(): Promise<number | null> {
  const measure = (
    performance as { measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }> }
  ).measureUserAgentSpecificMemory;
  return measure === undefined ? null : (await measure.call(performance)).bytes;
}
