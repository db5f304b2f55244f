/**
 * How the service worker has an open page speak: one message with a port, then a conversation over it. The
 * page does nothing before it is asked to (`pull`), so that a message it finds late costs nothing.
 */
import * as v from 'valibot';
import { SPEECH_FORMATS, SPEECH_MODELS } from './speech-http';
import { SpeechProblem, type PlainProblem } from './speech-http-problem';

const requestSchema = v.object({
  model: v.picklist(SPEECH_MODELS),
  input: v.string(),
  voiceId: v.string(),
  format: v.picklist(SPEECH_FORMATS),
  speed: v.number(),
  stream: v.picklist(['audio', 'sse']),
});

const callSchema = v.object({
  type: v.literal('speech'),
  call: v.variant('operation', [
    v.object({ operation: v.literal('speech'), request: requestSchema }),
    v.object({ operation: v.literal('voices') }),
  ]),
});

/** To the page, with a port. */
export type SpeechMessage = v.InferOutput<typeof callSchema>;
export type SpeechCall = SpeechMessage['call'];

/** Null: it is none. */
export function parseSpeechMessage(message: unknown): SpeechMessage | null {
  const parsed = v.safeParse(callSchema, message);
  return parsed.success ? parsed.output : null;
}

/** Over the port, to the page. */
export type SpeechAsk =
  /** One more part, please; the first one begins the work. */
  | { readonly kind: 'pull' }
  /** A sign of life. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'cancel' };

const askSchema = v.object({ kind: v.picklist(['pull', 'ping', 'cancel']) });

export function parseSpeechAsk(message: unknown): SpeechAsk | null {
  const parsed = v.safeParse(askSchema, message);
  return parsed.success ? parsed.output : null;
}

export interface SpeechUsage {
  /** Characters of the input. */
  readonly characters: number;
  /** Of sound. */
  readonly seconds: number;
}

/** Over the port, from the page. To a pull one of `part`, `end` and `failed` comes back. */
export type SpeechReply =
  | { readonly kind: 'taken' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'part'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly usage: SpeechUsage }
  | { readonly kind: 'failed'; readonly problem: PlainProblem };

/** Of a `failed`. */
export function problemFrom({ message, ...told }: PlainProblem): SpeechProblem {
  return new SpeechProblem(message, told);
}

/** Sound on its way as server-sent events. */
export function deltaEvent(bytes: Uint8Array): string {
  return event({ type: 'speech.audio.delta', audio: base64(bytes) });
}

/** Without it the sound was not whole. */
export function doneEvent({ characters, seconds }: SpeechUsage): string {
  const output = Math.ceil(seconds);
  const total = characters + output;
  const usage = { input_tokens: characters, output_tokens: output, total_tokens: total };
  return event({ type: 'speech.audio.done', usage });
}

export function errorEvent(problem: SpeechProblem): string {
  return event({ type: 'error', ...problem.body });
}

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;

/** Function arguments are limited. */
const STRIDE = 0x2000;

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += STRIDE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + STRIDE));
  }
  return btoa(binary);
}
