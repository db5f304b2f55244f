/** Sound as the body of a response: pulled from the page as fast as it is read, and no faster. */
import { unreachable } from '../src/base/never';
import { asSpeechProblem } from '../src/contracts/speech-http-problem';
import { deltaEvent, doneEvent, errorEvent, problemFrom } from '../src/contracts/speech-http-wire';
import type { Conversation, SpeechStep } from './speech-conversation';

/** What is spoken ahead of who reads: some seconds of sound. */
const AHEAD_BYTES = 2 ** 18;

type Controller = ReadableStreamDefaultController<Uint8Array>;

export interface SpeechBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** Resolves when it was read to its end, failed or is no longer wanted. */
  readonly done: Promise<void>;
}

/** @param first What the page answered to the first pull: the sound has begun. */
export function speechBody(
  conversation: Pick<Conversation, 'next' | 'cancel'>,
  first: SpeechStep,
  form: 'audio' | 'sse',
): SpeechBody {
  let settle = () => {};
  const done = new Promise<void>((resolve) => (settle = resolve));
  const deliver = form === 'audio' ? deliverSound : deliverEvents;
  let held: SpeechStep | null = first;
  const next = async (): Promise<SpeechStep> => {
    const step = held;
    held = null;
    if (step !== null) return step;
    return conversation.next().catch((thrown: unknown) => {
      return { kind: 'failed', problem: asSpeechProblem(thrown).plain };
    });
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const step = await next();
        deliver(controller, step);
        if (step.kind !== 'part') settle();
      },
      cancel: () => {
        conversation.cancel();
        settle();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: AHEAD_BYTES }),
  );
  return { stream, done };
}

/** A failure breaks the response off, so that nobody takes what came for the whole. */
function deliverSound(controller: Controller, step: SpeechStep): void {
  switch (step.kind) {
    case 'part':
      return controller.enqueue(step.bytes);
    case 'end':
      return controller.close();
    case 'failed':
      return controller.error(problemFrom(step.problem));
    default:
      return unreachable(step);
  }
}

function deliverEvents(controller: Controller, step: SpeechStep): void {
  controller.enqueue(new TextEncoder().encode(eventOf(step)));
  if (step.kind !== 'part') controller.close();
}

function eventOf(step: SpeechStep): string {
  switch (step.kind) {
    case 'part':
      return deltaEvent(step.bytes);
    case 'end':
      return doneEvent(step.usage);
    case 'failed':
      return errorEvent(problemFrom(step.problem));
    default:
      return unreachable(step);
  }
}
