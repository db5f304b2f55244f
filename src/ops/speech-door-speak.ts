/** Speaks what was asked for over HTTP, as parts of a file. */
import { orAborted, throwIfAborted } from '../base/abort';
import { SottoError } from '../base/errors';
import type { SessionSettings, SpeechSession } from '../contracts/session';
import { noSuchVoice, notWritten, type SpeechRequest } from '../contracts/speech-http';
import { badValue } from '../contracts/speech-http-problem';
import type { SpeechUsage } from '../contracts/speech-http-wire';
import type { PcmChunk } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { Voice, VoiceShelf } from '../contracts/voices';
import { settingsFor } from '../speech/builder';
import { EngineKeeper, type CreateSynthesizer, type ReadyEngine } from '../speech/engine-keeper';
import { openDocument } from '../speech/open-document';
import { presetOptions } from '../speech/presets';
import { spokenSounds } from '../speech/sounds';
import type { TextClient } from '../speech/text-client';
import { utterancesFrom } from '../speech/utterances';
import type { SpeechEncoder } from './speech-door-encoder';

export interface SpeakDeps {
  readonly shelf: VoiceShelf;
  readonly text: TextClient;
  readonly createSynthesizer: CreateSynthesizer;
  /** Whose settings and load these are. */
  readonly session: Pick<SpeechSession, 'settings' | 'shareLoad'>;
  readonly createEncoder: () => SpeechEncoder;
}

const COMPONENT = 'speech-door';
/** What settings allow. */
const MOST_STEPS = 64;

/** Throws a `SpeechProblem` or a SottoError; what came before that is not the whole. */
export async function* speakRequest(
  request: SpeechRequest,
  deps: SpeakDeps,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, SpeechUsage> {
  const voice = await voiceOf(request, deps.shelf);
  const settings = settingsOf(request, voice, deps.session.settings);
  const keeper = new EngineKeeper(deps.shelf, deps.createSynthesizer);
  const encoder = deps.createEncoder();
  const endSharing = deps.session.shareLoad();
  try {
    const { format, speed } = request;
    const opening = encoder.open({ format, speed, voiceRateHz: voice.sampleRate });
    const ready = Promise.all([keeper.ensure(voice, settings), opening]);
    const [engine, canWrite] = await orAborted(ready, signal, 'speech', COMPONENT);
    if (!canWrite) throw notWritten(format);
    const utterances = await planned(request, voice, settings, deps.text, signal);
    yield* encoded(spoken(utterances, engine, settings, signal), encoder);
    const { bytes, seconds } = await encoder.finish();
    if (bytes.length > 0) yield bytes;
    return { characters: [...request.input].length, seconds };
  } finally {
    endSharing();
    encoder.close();
    keeper.dispose();
  }
}

async function voiceOf({ voiceId }: SpeechRequest, shelf: VoiceShelf): Promise<Voice> {
  const find = () => shelf.voices.find(({ id }) => id === voiceId);
  const voice = find() ?? (await shelf.recalled().then(find));
  if (voice === undefined) throw noSuchVoice(voiceId);
  return voice;
}

/** The voice as it is by itself: how the listener has set it for a text of theirs is no matter here. */
function settingsOf(
  { model }: SpeechRequest,
  voice: Voice,
  { lexicon, backend, memoryLimitBytes }: SessionSettings,
): SessionSettings {
  const settings = settingsFor(voice).build();
  const steps =
    model === 'sotto-hd'
      ? Math.min(MOST_STEPS, presetOptions('highQuality', voice).steps)
      : settings.synthesis.steps;
  const synthesis = { ...settings.synthesis, steps };
  return { ...settings, synthesis, lexicon, backend, memoryLimitBytes };
}

async function planned(
  { input }: SpeechRequest,
  { locale }: Voice,
  { language, lexicon }: SessionSettings,
  text: TextClient,
  signal: AbortSignal,
): Promise<AsyncIterable<Utterance>> {
  const document = await openDocument(input, 'plain', text);
  const start = { offset: 0, isAwaited: true };
  return utterancesFrom(document, start, text, { language, lexicon, locale }, signal);
}

interface Sound {
  readonly chunk: PcmChunk;
  readonly pauseBeforeMs: number;
  readonly pauseAfterMs: number;
}

/** Throws where there is nothing to speak, and where the ladder came down to silence. */
async function* spoken(
  utterances: AsyncIterable<Utterance>,
  { synthesizer }: ReadyEngine,
  { synthesis }: SessionSettings,
  signal: AbortSignal,
): AsyncGenerator<Sound, void> {
  let hasSpoken = false;
  for await (const utterance of utterances) {
    const speak = (own: AbortSignal) => spokenSounds(utterance, synthesizer, synthesis, own);
    hasSpoken = (yield* heardWhole(speak, signal)) || hasSpoken;
  }
  if (!hasSpoken) throw badValue('input', 'There is nothing to speak in it.', 'invalid_value');
}

/** Returns whether it was speech and not a pause. Whoever stops listening stops the speaker too. */
async function* heardWhole(
  speak: (signal: AbortSignal) => ReturnType<typeof spokenSounds>,
  signal: AbortSignal,
): AsyncGenerator<Sound, boolean> {
  const stopping = new AbortController();
  const sounds = speak(AbortSignal.any([signal, stopping.signal]));
  let samples = 0;
  try {
    let step = await sounds.next();
    for (; !step.done; step = await sounds.next()) {
      throwIfAborted(signal, 'speech', COMPONENT);
      if (step.value.rung === 'silence') throw leftOut();
      samples += step.value.chunk.pcm.length;
      yield step.value;
    }
    const isPause = step.value === null;
    if (!isPause && samples === 0) throw leftOut();
    return !isPause;
  } finally {
    stopping.abort();
    // It waits in the middle of a chunk for ever, unless it is made to see that.
    await sounds.next().catch(() => undefined);
  }
}

/** Nothing is sent before there is speech in it: until then an error can still be one. */
async function* encoded(
  sounds: AsyncIterable<Sound>,
  encoder: SpeechEncoder,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const held: Uint8Array<ArrayBuffer>[] = [];
  let isHeard = false;
  for await (const { chunk, pauseBeforeMs, pauseAfterMs } of sounds) {
    const { pcm, sampleRate } = chunk;
    const bytes = await encoder.push({ pcm, sampleRate, pauseBeforeMs, pauseAfterMs });
    isHeard ||= pcm.length > 0;
    if (bytes.length > 0) held.push(bytes);
    if (isHeard) yield* held.splice(0);
  }
}

function leftOut(): SottoError {
  return new SottoError(
    'A part of the text could not be spoken.',
    { kind: 'inference', stage: 'inspect', recoverable: true },
    { operation: 'speech', component: COMPONENT, suggestion: 'Ask for it again.' },
  );
}
