import type { Expectation, inspectChunk } from '../audio/inspect';
import { limitsFor } from '../audio/thresholds';
import type { PcmChunk, SynthesisOptions, SynthesisResult, Synthesizer } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import type { Memory } from './opening-memory';

/** What reading needs of a synthesizer. */
export type Speaker = Pick<Synthesizer, 'synthesize'>;

/** Null for what is fit to be heard. */
export type Inspect = typeof inspectChunk;

/** An utterance as it was spoken. */
export interface SpokenOpening {
  readonly chunks: readonly PcmChunk[];
  readonly result: SynthesisResult;
}

/** Utterances that begin within this are remembered: enough for an engine to get ready meanwhile. */
const OPENING_SECONDS = 3;
/** A clause is seldom longer; one that is would fill the store. */
const LONGEST_SECONDS = 12;

/** Speaks as soon as the engine is ready. */
export function waitingSpeaker(engine: Promise<Speaker>): Speaker {
  return {
    synthesize: async function* (...request) {
      return yield* (await engine).synthesize(...request);
    },
  };
}

export interface OpeningRequest {
  readonly voice: Voice;
  readonly engine: Promise<Speaker>;
  /** What the listener has set; a busy device may be asked for less. */
  readonly wanted: () => SynthesisOptions;
}

/** The same, and what it spoke first last time it speaks at once, as long as the engine is not ready. */
export function openingSpeaker(
  { voice, engine, wanted }: OpeningRequest,
  memory: Memory<SpokenOpening>,
  inspect: Inspect,
): Speaker {
  const speaker = waitingSpeaker(engine);
  const weights = voice.files.map(({ digest }) => digest);
  let isReady = false;
  engine.then(
    () => (isReady = true),
    () => undefined,
  );
  let atSeconds = 0;
  return {
    synthesize: async function* (utterance, options, signal, circumstances) {
      if (atSeconds >= OPENING_SECONDS) {
        return yield* speaker.synthesize(utterance, options, signal, circumstances);
      }
      const parts = [voice.id, voice.speaker.id, weights, utterance, wanted()];
      const found = isReady ? null : await memory.find(...parts);
      const expected = expectation(utterance, wanted());
      const isFit = (chunk: PcmChunk) => inspect(chunk, expected, limitsFor(voice.id)) === null;
      const known = found !== null && found.chunks.every(isFit) ? found : null;
      const spoken: SpokenOpening =
        known === null
          ? yield* recorded(speaker.synthesize(utterance, options, signal, circumstances))
          : yield* replayed(known);
      const seconds = spoken.result.samples / spoken.result.sampleRate;
      atSeconds += seconds;
      const isWanted = known !== null || JSON.stringify(options) === JSON.stringify(wanted());
      if (isWanted && isWorthKeeping(spoken, seconds)) memory.keep(spoken, signal, ...parts);
      return spoken.result;
    },
  };
}

/** Copies, because sound that was handed out belongs to whoever took it. */
const copy = (chunk: PcmChunk): PcmChunk => ({ ...chunk, pcm: chunk.pcm.slice() });

async function* recorded(
  speaking: AsyncGenerator<PcmChunk, SynthesisResult>,
): AsyncGenerator<PcmChunk, SpokenOpening> {
  const chunks: PcmChunk[] = [];
  for (;;) {
    const step = await speaking.next();
    if (step.done) return { chunks, result: step.value };
    chunks.push(copy(step.value));
    yield step.value;
  }
}

async function* replayed(opening: SpokenOpening): AsyncGenerator<PcmChunk, SpokenOpening> {
  for (const chunk of opening.chunks) yield copy(chunk);
  return opening;
}

function expectation({ prosody }: Utterance, { pitchSemitones }: SynthesisOptions): Expectation {
  const { gain } = prosody;
  return { maxSamples: null, gain, pitchSemitones: pitchSemitones + prosody.pitchSemitones };
}

/** What a lower rung spoke, or spoke after a fault, the voice itself says better next time. */
function isWorthKeeping({ result }: SpokenOpening, seconds: number): boolean {
  return result.fallback === null && result.error === null && seconds <= LONGEST_SECONDS;
}
