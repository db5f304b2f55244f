import { systemClock } from '../base/clock';
import type { Composition } from '../compose';
import type { Voice } from '../contracts/voices';
import type { HeardWord, MemoryMoment, SwitchReport, SwitchRequest } from './contract';
import { memoryOf, pause, untilAtWork } from './memory';
import { prepared } from './prepare';

/** Reads a text aloud and goes back and forth between two voices meanwhile. */
export async function switching(request: SwitchRequest): Promise<SwitchReport> {
  const { app, voice, settings, format } = await prepared(request);
  const other = await added(app, request.files);
  const session = app.createSession(settings);
  const words: HeardWord[] = [];
  session.setVoice(voice);
  session.setDocument(request.text, format);
  await session.prepare();
  session.on('word', (playing) => {
    if (playing?.word) words.push({ ...playing.word, atMs: systemClock.now() });
  });
  const states: string[] = [];
  session.on('state', ({ kind }) => states.push(kind));
  session.play();
  await pause(request.everyMs);
  const isMeasured = request.measuresMemory === true;
  if (isMeasured) session.setVoice(other);
  const atWork = isMeasured ? await untilAtWork(app, 2) : null;
  const after: MemoryMoment[] = [];
  for (let i = 0; i < request.times; i++) {
    session.setVoice(session.voice === other ? voice : other);
    await pause(request.everyMs);
    if (isMeasured) after.push(await memoryOf(app));
  }
  const isOther = session.stats.engine?.voiceId === other.id;
  const { stats } = session;
  await session.dispose();
  const resources = app.resources();
  app.dispose();
  const memory = atWork === null ? null : { atWork, after };
  return { words, stats, states, memory, resources, isOther };
}

/** The voice that a listener's own files hold. */
async function added(app: Composition, encoded: SwitchRequest['files']): Promise<Voice> {
  const files = Object.entries(encoded).map(([name, base64]) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new File([bytes], name);
  });
  const { voices, refusals } = await (await app.loadFinder()).take(files);
  const [voice] = voices;
  if (voice === undefined) throw new Error(refusals[0]?.reason ?? 'There is no second voice.');
  return voice;
}
