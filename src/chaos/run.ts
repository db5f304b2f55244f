/** One reading with faults in it, as a listener would have it: Play is pressed once. */
import { compose } from '../compose';
import { pause } from '../base/abort';
import { systemClock } from '../base/clock';
import { unreachable } from '../base/never';
import type { LadderEvent } from '../contracts/resilience';
import type { SpeechSession } from '../contracts/session';
import type { Span } from '../contracts/text';
import type { ChaosReport, ChaosRequest } from './contract';
import type { GoodRendition } from './good';
import { hurriedOutput, liveOutput } from './output';
import { chaosParts } from './parts';
import { reportOf } from './report';
import { forgetVoices, spoilStore } from './store';
import { ChaosTape } from './tape';
import { Director } from '../faults/director';
import { stageOf } from '../faults/names';
import { planFaults } from '../faults/plan';

/** A session that fell silent gets Play pressed again, so often. */
const MAX_STOPS = 5;
/** An output that sleeps is woken by the product itself within this. */
const MAX_PAUSED_MS = 5000;
const PREPARED_SECONDS = 2;
const MAX_PREPARING_MS = 10_000;

export async function runChaos(request: ChaosRequest, good: GoodRendition): Promise<ChaosReport> {
  const { text, seed, faults, only, limitSeconds } = request;
  const utterances = good.utterances.length;
  const plan = request.plan ?? planFaults({ seed, utterances, faults, ...(only && { only }) });
  const output = request.output === 'live' ? liveOutput() : hurriedOutput();
  const tape = new ChaosTape();
  const ids = good.utterances.map(({ id }) => id);
  const effects = { breakOutput: output.break, spoilStore };
  const director = new Director(plan, ids, effects, () => systemClock.now());
  // What the device can bear is not what is tested: it would have the formant voice speak throughout.
  const app = await compose(
    { hasSteadyQuality: true },
    chaosParts(() => director, tape, output),
  );
  const session = app.createSession(good.settings);
  const startedAt = systemClock.now();
  const ladder: string[] = [];
  app.ladders.onEvent((event) => {
    const told = toldOf(event);
    if (told !== null) ladder.push(`${Math.round(systemClock.now() - startedAt)} ${told}`);
  });
  try {
    session.setVoice(good.voice);
    session.setDocument(text, 'plain');
    await session.prepare();
    await someSound(session);
    const told = await listenOut(session, limitSeconds);
    const wallSeconds = (systemClock.now() - startedAt) / 1000;
    const seconds = session.stats.playedSeconds;
    const { strikes } = director;
    const recorded = { ...told, ladder, seed, planned: plan, strikes, seconds, wallSeconds };
    return reportOf(text, recorded, tape, good);
  } finally {
    await session.dispose();
    app.dispose();
    if (plan.some(({ fault }) => ['store', 'fetch'].includes(stageOf(fault)))) {
      await forgetVoices();
    }
  }
}

/** A listener presses Play when the first words have been made, or will not wait any longer. */
async function someSound(session: SpeechSession): Promise<void> {
  for (let waitedMs = 0; waitedMs < MAX_PREPARING_MS; waitedMs += 50) {
    if (session.stats.bufferedSeconds >= PREPARED_SECONDS) return;
    await pause(50, systemClock);
  }
}

/** Null for what went well. */
function toldOf(event: LadderEvent): string | null {
  switch (event.kind) {
    case 'failed': {
      const causes = causesOf(event.error).join(' <- ');
      return `${event.rung} failed (${event.manner}, ${event.failure}): ${causes}`;
    }
    case 'late':
      return `${event.rung} was late after ${Math.round(event.waitedMs)} ms`;
    case 'moved':
      return `moved from ${event.from} to ${event.to} (${event.because})`;
    case 'spoke':
      return null;
    default:
      return unreachable(event);
  }
}

function causesOf(error: unknown): string[] {
  return error instanceof Error ? [error.message, ...causesOf(error.cause)] : [];
}

interface Told {
  readonly heard: readonly Span[];
  readonly stops: readonly string[];
  readonly notices: readonly string[];
  readonly isStuck: boolean;
}

/** Presses Play, and again whenever the session gave up, until the text has ended. */
async function listenOut(session: SpeechSession, limitSeconds: number): Promise<Told> {
  const heard: Span[] = [];
  const stops: string[] = [];
  const notices: string[] = [];
  session.on('word', (playing) => {
    if (playing?.word) heard.push(playing.word);
  });
  session.on('notice', ({ text }) => notices.push(text));
  const ended = new Promise<boolean>((resolve) => {
    const stopLimit = systemClock.after(limitSeconds * 1000, () => resolve(true));
    const again = (reason: string) => {
      stops.push(reason);
      if (stops.length > MAX_STOPS) resolve(true);
      else session.play();
    };
    let stopPausedTimer = () => {};
    session.on('state', (state) => {
      stopPausedTimer();
      if (state.kind === 'ended') {
        stopLimit();
        resolve(false);
      } else if (state.kind === 'failed') systemClock.after(100, () => again(state.error.message));
      else if (state.kind === 'paused')
        stopPausedTimer = systemClock.after(MAX_PAUSED_MS, () => again('It stayed paused.'));
    });
  });
  session.play();
  return { isStuck: await ended, heard, stops, notices };
}
