import { RUNGS, type Rung } from '../contracts/resilience';
import type { FreshClause } from '../contracts/export';
import type { SynthesisOptions, Synthesizer } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import { spokenSounds } from './sounds';

/** An utterance as it goes into an export. Rejects with what no rung of the ladder could mend. */
export async function speakClause(
  utterance: Utterance,
  synthesizer: Synthesizer,
  options: SynthesisOptions,
  signal: AbortSignal,
): Promise<FreshClause> {
  const pieces: FreshClause['pieces'][number][] = [];
  for await (const { chunk } of spokenSounds(utterance, synthesizer, options, signal)) {
    const { pcm, sampleRate, words } = chunk;
    if (pcm.length > 0) pieces.push({ pcm, sampleRate, words, rung: substituteOf(chunk.rung) });
  }
  const { id, span, sentence, pauseBeforeMs, pauseAfterMs } = utterance;
  const words = utterance.words.map((word) => word.span);
  return { id, span, sentence, words, pauseBeforeMs, pauseAfterMs, pieces };
}

/** The chosen voice on another processor is the chosen voice. */
function substituteOf(rung: string | null | undefined): Rung | null {
  const found = RUNGS.find((one) => one === rung) ?? null;
  return found === 'chosen' || found === 'wasm' ? null : found;
}
