/** The kept sound of the story that is open, spoken by the session in the place of its engine. */
import type { KeptClause, Story } from '../../contracts/story';
import type { PcmChunk, StageTimings, SynthesisResult } from '../../contracts/speech';
import type { Block, PlanOptions, Utterance } from '../../contracts/text';
import type { Openings } from '../../speech/openings';
import type { Speaker } from '../../speech/opening-speaker';
import type { StoryStore } from '../../stories/store';
import { sliceUtterance } from '../../text/slice';
import type { SoundCodec } from './codec';

export interface Recordings {
  /** The session's openings, behind what is recorded. */
  over(openings: Openings): Openings;
  /** From now on this story's text is spoken from what is kept of it; null: nothing is. */
  use(story: Story | null): void;
}

export interface RecordingsDeps {
  readonly store: Pick<StoryStore, 'entry' | 'clauses'>;
  readonly loadCodec: () => Promise<SoundCodec>;
}

interface Open {
  readonly story: Story;
  /** Of the blocks planned last: what is planned is spoken soon, or never. */
  readonly clauses: Map<string, KeptClause>;
  /** What the listener had set when the story was first spoken: another choice is spoken anew. */
  wanted: string | null;
}

const MOST_CLAUSES = 200;

export function createRecordings(deps: RecordingsDeps): Recordings {
  let open: Open | null = null;
  return {
    use: (story) => (open = story === null ? null : { story, clauses: new Map(), wanted: null }),
    over: (openings) => ({
      ...openings,
      planner: (planner) => {
        const inner = openings.planner(planner);
        return {
          plan: async (block, options, signal) =>
            (await recordedPlan(open, block, options, deps)) ?? inner.plan(block, options, signal),
        };
      },
      speaker: (request) => {
        const inner = openings.speaker(request);
        const isAsRecorded = () => {
          const settings = JSON.stringify([request.voice.id, request.wanted()]);
          if (open !== null && request.voice.id === open.story.voiceProfile.voiceId) {
            open.wanted ??= settings;
          }
          return settings === open?.wanted;
        };
        return recordedSpeaker(inner, deps, (utterance) =>
          isAsRecorded() ? (open?.clauses.get(utterance.id) ?? null) : null,
        );
      },
    }),
  };
}

/** The utterances that were spoken, so that they are found again; null where some of the block were not. */
async function recordedPlan(
  open: Open | null,
  block: Block,
  { language, startAt = 0 }: PlanOptions,
  { store }: RecordingsDeps,
): Promise<readonly Utterance[] | null> {
  if (open === null || language !== open.story.language || !isOf(block, open.story)) return null;
  const { start, end } = block.span;
  try {
    const entry = await store.entry(open.story.id);
    const isWhole = entry?.audioStatus === 'ready' || (entry?.progress.spoken ?? 0) >= end;
    const kept = isWhole ? await store.clauses(open.story.id, start, end) : [];
    if (kept.length === 0) return null;
    remember(open.clauses, kept);
    return kept.flatMap(({ utterance }) => from(utterance, startAt));
  } catch {
    // A store that cannot be read only means that the engine speaks.
    return null;
  }
}

/** Whether the block lies in the story's text; markup replaces some of it by other characters. */
function isOf({ runs, span }: Block, { text }: Story): boolean {
  return (
    span.end <= text.length &&
    runs.every(
      (run) =>
        run.kind !== 'text' ||
        run.text.length !== run.span.end - run.span.start ||
        text.startsWith(run.text, run.span.start),
    )
  );
}

function remember(clauses: Map<string, KeptClause>, kept: readonly KeptClause[]): void {
  for (const clause of kept) {
    clauses.delete(clause.utterance.id);
    clauses.set(clause.utterance.id, clause);
  }
  for (const id of clauses.keys()) {
    if (clauses.size <= MOST_CLAUSES) return;
    clauses.delete(id);
  }
}

/** From the word at or after a place; nothing of what lies before it. */
function from(utterance: Utterance, startAt: number): Utterance[] {
  if (utterance.span.end <= startAt) return [];
  const word = utterance.words.findIndex(({ span }) => span.end > startAt);
  if (word === -1) return utterance.span.start < startAt ? [] : [utterance];
  return [sliceUtterance(utterance, word, utterance.words.length)];
}

function recordedSpeaker(
  inner: Speaker,
  { loadCodec }: RecordingsDeps,
  find: (utterance: Utterance) => KeptClause | null,
): Speaker {
  return {
    synthesize: async function* (utterance, options, signal, circumstances) {
      const kept = find(utterance);
      const chunks = kept === null ? null : await decoded(kept, utterance, loadCodec);
      if (kept === null || chunks === null) {
        return yield* inner.synthesize(utterance, options, signal, circumstances);
      }
      yield* chunks;
      return account(kept, chunks);
    },
  };
}

/** Null where it cannot be decoded: then the engine speaks. */
async function decoded(
  { pieces, utterance: whole }: KeptClause,
  { id, words }: Utterance,
  loadCodec: () => Promise<SoundCodec>,
): Promise<PcmChunk[] | null> {
  try {
    const codec = await loadCodec();
    const chunks: PcmChunk[] = [];
    for (const piece of pieces) {
      const pcm = await codec.decode(piece);
      const { sampleRate } = piece;
      chunks.push({ utteranceId: id, pcm, sampleRate, words: piece.words, rung: null });
    }
    const first = words[0]?.span.start ?? 0;
    const isCut = first > (whole.words[0]?.span.start ?? 0);
    return chunks.length === 0 ? null : isCut ? cutBefore(chunks, first) : chunks;
  } catch {
    return null;
  }
}

/** Without what sounds before the word that begins at this place. */
export function cutBefore(chunks: readonly PcmChunk[], place: number): PcmChunk[] {
  const index = chunks.findIndex(({ words }) => words.some(({ span }) => span.start >= place));
  if (index === -1) return [...chunks];
  return chunks.slice(index).map((chunk, i) => {
    const at = chunk.words.find(({ span }) => span.start >= place)?.startSample ?? 0;
    if (i > 0 || at === 0) return chunk;
    const words = chunk.words
      .filter(({ span }) => span.start >= place)
      .map((word) => ({
        ...word,
        startSample: word.startSample - at,
        endSample: word.endSample - at,
      }));
    return { ...chunk, pcm: chunk.pcm.slice(at), words };
  });
}

const NO_STAGES: StageTimings = {
  textMs: 0,
  encodeMs: 0,
  flowMs: 0,
  vocodeMs: 0,
  totalMs: 0,
  frames: 0,
  tokens: 0,
  steps: 0,
};

/** What it took when it was made: what the device can do is judged by that. */
function account({ stages }: KeptClause, chunks: readonly PcmChunk[]): SynthesisResult {
  const [first] = chunks;
  if (first === undefined) throw new Error('There is no sound to give an account of.');
  return {
    utteranceId: first.utteranceId,
    sampleRate: first.sampleRate,
    samples: chunks.reduce((sum, { pcm }) => sum + pcm.length, 0),
    stages: stages ?? NO_STAGES,
    fallback: null,
    error: null,
    timestamp: 0,
  };
}
