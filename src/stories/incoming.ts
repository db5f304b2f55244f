/** What a post to the app's own callback addresses does. */
import {
  MOST_CALLBACK_BYTES,
  parseFailure,
  parseSuccess,
  type CallbackAnswer,
  type CallbackOutcome,
  type FailurePayload,
  type SuccessPayload,
} from '../contracts/callback';
import type { StoryEvent } from './machine';
import type { StoryStore } from './store';

export interface IncomingAnswer {
  readonly status: number;
  readonly body: CallbackAnswer & { readonly field?: string };
}

const refused = (status: number, error: string, field: string | null = null): IncomingAnswer => ({
  status,
  body: { success: false, error, ...(field === null ? {} : { field }) },
});

export async function takeCallback(
  outcome: CallbackOutcome,
  body: string,
  store: Pick<StoryStore, 'entry' | 'update'>,
): Promise<IncomingAnswer> {
  if (new TextEncoder().encode(body).length > MOST_CALLBACK_BYTES) {
    return refused(413, `The body may have ${MOST_CALLBACK_BYTES} bytes.`);
  }
  const parsed = outcome === 'failure' ? parseFailure(body) : parseSuccess(body);
  if (!parsed.ok) return refused(400, parsed.error, parsed.field);
  const { story_id: id } = parsed.payload;
  const event =
    'error' in parsed.payload ? failureEvent(parsed.payload) : readyEvent(parsed.payload);
  if ((await store.entry(id)) === null) return refused(404, 'There is no such story.', 'story_id');
  // Null: it was told before, which is no mistake.
  await store.update(id, event);
  return { status: 200, body: { success: true } };
}

function failureEvent(payload: FailurePayload): StoryEvent {
  const { error, error_details, job_id, metadata } = payload;
  return {
    kind: 'reportedFailed',
    jobId: job_id ?? null,
    failure: {
      kind: 'reported',
      message: error,
      details: error_details ?? '',
      ...(metadata === null || metadata === undefined ? {} : { more: metadata }),
    },
  };
}

function readyEvent({ job_id, duration_seconds }: SuccessPayload): StoryEvent {
  return { kind: 'reportedReady', jobId: job_id ?? null, seconds: duration_seconds ?? null };
}
