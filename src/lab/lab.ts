/**
 * The lab page: the built app's own parts without its face, driven by `npm run say`, `npm run bench`
 * and the tests through `window.sottoLab`. Nothing of it is loaded by the app itself.
 */
import { systemClock } from '../base/clock';
import type { SpeechSession } from '../contracts/session';
import type { Utterance } from '../contracts/text';
import { chunks } from './chunks';
import type { HeardWord, LabReport, LabRequest, ListenReport, ListenRequest } from './contract';
import { formant } from './formant';
import { planned, prepared, report } from './prepare';
import { ladderCost } from './ladder';
import { stages } from './stages';
import { switching } from './switching';

const WARM_UP_TEXT =
  'The first sentences of a fresh engine take longer, because its code is still being compiled.';

/** So that what is measured is the engine at work, not at its start; `loadMs` tells of that. */
async function warmUp(session: SpeechSession): Promise<void> {
  session.setDocument(WARM_UP_TEXT, 'plain');
  await session.exportWav({ signal: new AbortController().signal, onProgress: () => {} });
}

async function say(request: LabRequest): Promise<LabReport> {
  const parts = await prepared(request);
  const session = parts.app.createSession(parts.settings);
  session.setVoice(parts.voice);
  await warmUp(session);
  session.setDocument(request.text, parts.format);
  const startedAt = systemClock.now();
  let firstAt: number | null = null;
  let utterances = 0;
  let audioSeconds = 0;
  const wav = await session.exportWav({
    signal: new AbortController().signal,
    onProgress: ({ seconds }) => {
      firstAt ??= systemClock.now();
      utterances++;
      audioSeconds = seconds;
    },
  });
  const wallSeconds = (systemClock.now() - startedAt) / 1000;
  const { engine } = session.stats;
  if (engine === null) throw new Error('The engine did not load.');
  offerDownload(wav, 'speech.wav');
  await session.dispose();
  parts.app.dispose();
  const timeToFirstChunkMs = (firstAt ?? startedAt) - startedAt;
  return report(request, parts, engine, {
    utterances,
    audioSeconds,
    wallSeconds,
    timeToFirstChunkMs,
  });
}

/** Plays the text aloud and tells when each word sounded. */
async function listen(request: ListenRequest): Promise<ListenReport> {
  const parts = await prepared(request);
  const session = parts.app.createSession(parts.settings);
  const words: HeardWord[] = [];
  session.setVoice(parts.voice);
  session.setDocument(request.text, parts.format);
  await session.prepare();
  session.on('word', (playing) => {
    if (playing?.word) words.push({ ...playing.word, atMs: systemClock.now() });
  });
  const ended = new Promise<void>((resolve, reject) => {
    if (request.forSeconds !== undefined) systemClock.after(request.forSeconds * 1000, resolve);
    session.on('state', (state) => {
      if (state.kind === 'ended') resolve();
      if (state.kind === 'failed') reject(state.error);
    });
  });
  session.play();
  await ended;
  const { stats } = session;
  await session.dispose();
  parts.app.dispose();
  return { words, stats };
}

async function plan(request: LabRequest): Promise<readonly Utterance[]> {
  const parts = await prepared(request);
  const utterances = await planned(request, parts);
  parts.app.dispose();
  return utterances;
}

function offerDownload(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

window.sottoLab = { say, ladderCost, stages, listen, switching, chunks, formant, plan };
