/** Speaks one story clause by clause into the store, from where it stopped. */
import { pause, throwIfAborted } from '../../base/abort';
import type { Clock } from '../../base/clock';
import type { KeptClause, StoryEntry, StoryText } from '../../contracts/story';
import type { Synthesizer } from '../../contracts/speech';
import type { Utterance } from '../../contracts/text';
import type { Voice, VoiceShelf } from '../../contracts/voices';
import { EngineKeeper, type CreateSynthesizer } from '../../speech/engine-keeper';
import { clausesAfter, planningStart } from '../../speech/export-place';
import { openDocument } from '../../speech/open-document';
import type { TextClient } from '../../speech/text-client';
import { utterancesFrom } from '../../speech/utterances';
import { classifyFailure, technicalDetails } from '../../stories/classify';
import { preflightError, substituted } from '../../stories/errors';
import { MOST_STARTS, type StoryFailure } from '../../stories/machine';
import { preflight, type PreflightFacts } from '../../stories/preflight';
import type { StoryStore } from '../../stories/store';
import type { SoundCodec } from './codec';
import type { Leisure } from './leisure';
import { collect, encoded, isSubstituted, type SpokenClause } from './spoken-clause';

export interface RenderDeps {
  readonly store: StoryStore;
  readonly text: TextClient;
  readonly shelf: VoiceShelf;
  readonly createSynthesizer: CreateSynthesizer;
  readonly loadCodec: () => Promise<SoundCodec>;
  readonly leisure: Leisure;
  readonly facts: (voiceId: string) => Promise<PreflightFacts>;
  /** Makes room within the budget; rejects where there is none to be had. */
  readonly makeRoom: (bytes: number, forId: string) => Promise<void>;
  /** Something more urgent waits. */
  readonly isOutranked: (entry: StoryEntry) => boolean;
  /** Tells the listener's quality that something else computes; returns its end. */
  readonly shareLoad: () => () => void;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** `stopped`: paused, cancelled or removed meanwhile. */
export type RenderOutcome = 'ready' | 'failed' | 'yielded' | 'stopped';

/** The chosen voice recovers meanwhile; after the last it is given up. */
const RETRY_AFTER_MS = [2000, 10_000];
const COMPONENT = 'story-renderer';

/** Rejects with kind `cancelled` alone, when the signal aborts: the story then waits to be taken up again. */
export async function renderStory(
  id: string,
  signal: AbortSignal,
  deps: RenderDeps,
): Promise<RenderOutcome> {
  const { store } = deps;
  const begun = await store.update(id, { kind: 'begin', jobId: deps.newId() });
  const jobId = begun?.audioJobId ?? null;
  if (begun === null || jobId === null) return 'stopped';
  try {
    const outcome = await new Rendering(begun, jobId, signal, deps).run();
    if (outcome !== 'ready') return outcome;
    return (await store.update(id, { kind: 'finish', jobId })) === null ? 'stopped' : 'ready';
  } catch (thrown) {
    throwIfAborted(signal, 'render', COMPONENT);
    const failed = await store.update(id, { kind: 'fail', jobId, failure: failureOf(thrown) });
    return failed === null ? 'stopped' : 'failed';
  }
}

function failureOf(thrown: unknown): StoryFailure {
  const kind = classifyFailure(thrown);
  return { kind, message: null, details: technicalDetails(thrown) || 'Error' };
}

class Rendering {
  #entry: StoryEntry;
  readonly #jobId: string;
  readonly #signal: AbortSignal;
  readonly #deps: RenderDeps;

  constructor(entry: StoryEntry, jobId: string, signal: AbortSignal, deps: RenderDeps) {
    this.#entry = entry;
    this.#jobId = jobId;
    this.#signal = signal;
    this.#deps = deps;
  }

  async run(): Promise<RenderOutcome> {
    const { shelf, createSynthesizer, store } = this.#deps;
    const { id, starts } = this.#entry;
    // Each time the page was gone before a clause was kept: it may be this story that ends it.
    if (starts > MOST_STARTS) throw substituted();
    const text = await store.text(id);
    if (text === null) return 'stopped';
    const voice = await this.#check(text);
    await this.#deps.leisure.free(this.#signal);
    const keeper = new EngineKeeper(shelf, createSynthesizer);
    const endSharing = this.#deps.shareLoad();
    try {
      const wanted = { backend: 'auto', memoryLimitBytes: null } as const;
      const { synthesizer } = await keeper.ensure(voice, wanted);
      throwIfAborted(this.#signal, 'render', COMPONENT);
      return await this.#speak(text, voice, synthesizer);
    } finally {
      endSharing();
      keeper.dispose();
    }
  }

  async #check(text: StoryText): Promise<Voice> {
    const facts = await this.#deps.facts(this.#entry.voiceProfile.voiceId);
    const problems = preflight({ ...this.#entry, ...text }, facts);
    const blocking = problems.find(({ severity }) => severity === 'blocks');
    if (blocking !== undefined) throw preflightError(blocking);
    if (facts.voice === null) throw new Error('The check let an unknown voice pass.');
    return facts.voice;
  }

  async #speak(
    { text, format, readings }: StoryText,
    { locale }: Voice,
    synthesizer: Synthesizer,
  ): Promise<RenderOutcome> {
    const { language, voiceProfile, progress } = this.#entry;
    const document = await openDocument(text, format, this.#deps.text, readings);
    const range = { start: 0, end: text.length };
    const start = { offset: planningStart(document, range, progress.last), isAwaited: false };
    const options = { language, locale, lexicon: voiceProfile.lexicon };
    const planned = utterancesFrom(document, start, this.#deps.text, options, this.#signal);
    const codec = await this.#deps.loadCodec();
    for await (const utterance of clausesAfter(planned, range, progress.last)) {
      const startedAtMs = this.#deps.clock.now();
      const spoken = await this.#speakClause(utterance, synthesizer);
      const clause = await encoded(utterance, spoken, codec);
      const renderSeconds = (this.#deps.clock.now() - startedAtMs) / 1000;
      const outcome = await this.#keep(clause, spoken, renderSeconds);
      if (outcome !== null) return outcome;
    }
    if (this.#entry.progress.words === 0) {
      throw preflightError({
        kind: 'textTooShort',
        severity: 'blocks',
        message: 'There is nothing in the text that can be spoken.',
        suggestion: 'Write at least one word.',
      });
    }
    return 'ready';
  }

  /** In the chosen voice. The listener may take the engine away in the middle: then it begins anew. */
  async #speakClause(utterance: Utterance, synthesizer: Synthesizer): Promise<SpokenClause> {
    const { leisure, clock } = this.#deps;
    for (let attempt = 0; ;) {
      await leisure.free(this.#signal);
      const turn = leisure.turn(this.#signal);
      try {
        const { synthesis } = this.#entry.voiceProfile;
        const spoken = await collect(utterance, synthesizer, synthesis, turn.signal);
        if (!isSubstituted(utterance, spoken)) return spoken;
        const waitMs = RETRY_AFTER_MS[attempt++];
        if (waitMs === undefined) throw spoken.result?.error ?? substituted();
        await pause(waitMs, clock, this.#signal);
      } catch (thrown) {
        const isInterrupted = turn.signal.aborted && !this.#signal.aborted;
        if (!isInterrupted) throw thrown;
      } finally {
        turn.end();
      }
    }
  }

  async #keep(
    clause: KeptClause,
    { samples, sampleRate }: SpokenClause,
    renderSeconds: number,
  ): Promise<RenderOutcome | null> {
    const { store, makeRoom, isOutranked } = this.#deps;
    const { id, progress } = this.#entry;
    const { utterance } = clause;
    const audioBytes = clause.pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const pauseMs = utterance.pauseBeforeMs + utterance.pauseAfterMs;
    const event = {
      kind: 'spoke',
      jobId: this.#jobId,
      progress: {
        spoken: utterance.span.end,
        clauses: progress.clauses + 1,
        words: progress.words + utterance.words.length,
        last: { id: utterance.id, span: utterance.span },
      },
      audioSeconds: samples / sampleRate + pauseMs / 1000,
      renderSeconds,
      audioBytes,
    } as const;
    throwIfAborted(this.#signal, 'render', COMPONENT);
    await makeRoom(audioBytes, id);
    const kept = await store.keepClause(id, event, clause);
    if (kept === null) return 'stopped';
    this.#entry = kept;
    if (!isOutranked(kept)) return null;
    await store.update(id, { kind: 'yield', jobId: this.#jobId });
    return 'yielded';
  }
}
