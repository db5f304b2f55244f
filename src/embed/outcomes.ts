/** What is to be told to the page around the player of each text: that it can be heard, or why not. */
import { isCancelled } from '../base/errors';
import { errorCallbackUrl } from '../contracts/callback';
import type { CallbackTarget } from '../contracts/embed';
import { technicalDetails } from '../stories/classify';
import { waitingSince, type OutboxEntry } from '../stories/outbox';
import { EmbedRefusal, toEmbedError } from './errors';

/** Nothing of the text itself. */
export interface TextFacts {
  readonly voiceId: string | null;
  readonly language: string;
  readonly textLength: number;
}

export type Outcome =
  /** A text came, or was asked for; null: nobody is to be told of it. */
  | { readonly kind: 'begun'; readonly callback: CallbackTarget | null }
  /** Its first words are made, or, `isHeard`, one of its words sounds. */
  | { readonly kind: 'ready'; readonly isHeard: boolean }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface OutcomeDeps {
  readonly facts: () => TextFacts;
  readonly newJobId: () => string;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  readonly post: (entry: OutboxEntry) => void;
}

/** The same outcome of the same text is told once; another one is another job. */
export class Outcomes {
  readonly #deps: OutcomeDeps;
  #callback: CallbackTarget | null = null;
  #told: 'ready' | 'failed' | null = null;

  constructor(deps: OutcomeDeps) {
    this.#deps = deps;
  }

  on(outcome: Outcome): void {
    if (outcome.kind === 'begun') {
      this.#callback = outcome.callback;
      this.#told = null;
      return;
    }
    if (this.#callback === null || this.#told === outcome.kind) return;
    // What was made before it failed is still there, and says nothing of another attempt.
    if (outcome.kind === 'ready' && this.#told === 'failed' && !outcome.isHeard) return;
    if (outcome.kind === 'failed' && isListeners(outcome.error)) return;
    this.#told = outcome.kind;
    this.#deps.post(this.#entry(this.#callback, outcome));
  }

  #entry(callback: CallbackTarget, outcome: Exclude<Outcome, { kind: 'begun' }>): OutboxEntry {
    const jobId = this.#deps.newJobId();
    const isFailure = outcome.kind === 'failed';
    return {
      jobId,
      storyId: callback.story,
      url: isFailure ? errorCallbackUrl(callback.url) : callback.url,
      payload: {
        ...this.#about(callback, jobId),
        ...(isFailure ? failureFields(outcome.error) : {}),
        metadata: { ...this.#metadata(), ...(isFailure ? typeOf(outcome.error) : {}) },
      },
      ...waitingSince(this.#deps.timestamp()),
    };
  }

  #about({ story, user }: CallbackTarget, jobId: string) {
    const { voiceId } = this.#deps.facts();
    return {
      story_id: story,
      ...(user === undefined ? {} : { user_id: user }),
      ...(voiceId === null ? {} : { voice_id: voiceId }),
      job_id: jobId,
    };
  }

  #metadata() {
    const { language, textLength } = this.#deps.facts();
    return { language, story_type: 'embed', text_length: textLength };
  }
}

/** Something the listener did, or still has to do: the audio has not failed. */
function isListeners(error: unknown): boolean {
  return error instanceof EmbedRefusal ? error.told.code === 'blocked' : isCancelled(error);
}

function failureFields(error: unknown) {
  const { message } = toEmbedError(error, 'play');
  return { error: message, error_details: technicalDetails(error) };
}

const typeOf = (error: unknown) => ({ error_type: toEmbedError(error, 'play').code });
