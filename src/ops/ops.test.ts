import { describe, expect, it } from 'vitest';
import { Emitter } from '../base/events';
import type { UtteranceId } from '../base/ids';
import type { LogEntry } from '../contracts/health';
import type { LadderEvent } from '../contracts/resilience';
import type { SessionEvents, SpeechSession } from '../contracts/session';
import type { Utterance } from '../contracts/text';
import { fakeTime } from '../resilience/fake-time';
import { createRecovery } from '../resilience/recovery';
import { DEFAULT_SETTINGS } from '../speech/settings';
import type { TextEvents } from '../speech/text-client';
import type { LogDisk } from '../telemetry/log-disk';
import { fakeSession, fakeSynthesizer } from './fakes';
import { createOps } from './ops';

function setUp() {
  const clock = fakeTime();
  const timestamp = () => clock.now();
  const recovery = createRecovery({ clock, timestamp, random: () => 0 });
  const synthesizer = fakeSynthesizer(recovery);
  const events = new Emitter<SessionEvents>();
  const facts = fakeSession();
  const session = Object.assign(facts, {
    settings: { ...DEFAULT_SETTINGS, speed: 2 },
    on: events.on.bind(events),
  }) as unknown as SpeechSession;
  const ladderEvents = new Emitter<{ event: LadderEvent }>();
  const written: LogEntry[] = [];
  let isClosed = false;
  const logDisk: LogDisk = {
    append: async (entries) => void written.push(...entries),
    read: async () => written,
    clear: async () => void (written.length = 0),
    close: () => (isClosed = true),
  };
  let isPlain = false;
  const ops = createOps({
    session,
    ladders: { current: synthesizer, onEvent: (listener) => ladderEvents.on('event', listener) },
    recovery,
    text: {
      plan: async ({ span }) => {
        const utterance = { id: 'u' as UtteranceId, span } as Utterance;
        return [isPlain ? { ...utterance, isPlain: true } : utterance];
      },
    },
    textEvents: new Emitter<TextEvents>(),
    pressure: { state: 'fair' },
    logDisk,
    scope: {
      navigator: { storage: { estimate: async () => ({ usage: 1, quota: 4 }) } },
    },
    serviceWorker: null,
    clock,
    timestamp,
  });
  const play = () => {
    facts.state = { kind: 'playing' };
    events.emit('state', facts.state);
  };
  return {
    ...{ clock, facts, events, ladderEvents, ops, play, written, recovery },
    losePronunciation: () => (isPlain = true),
    isClosed: () => isClosed,
  };
}

describe('createOps', () => {
  it('feeds health from the session, the browser and real trials', async () => {
    const { ops, losePronunciation } = setUp();
    expect(await ops.feed.recovery.health()).toMatchObject({
      status: 'healthy',
      synthesisFunctional: true,
      textFunctional: true,
      load: 0.2,
      pressure: 'fair',
      storage: { usedBytes: 1, quotaBytes: 4 },
      memory: null,
    });
    losePronunciation();
    expect(await ops.feed.recovery.health()).toMatchObject({
      status: 'unhealthy',
      textFunctional: false,
    });
  });

  it('samples while sound plays', async () => {
    const { clock, ops, play } = setUp();
    await clock.advance(5_000);
    expect(ops.feed.samples).toEqual([]);
    play();
    await clock.advance(2_500);
    expect(ops.feed.samples).toMatchObject([
      { timestamp: 6_000, load: 0.2, rtf: 0.1, bufferedSeconds: 10, level: 'normal' },
      { timestamp: 7_000 },
    ]);
  });

  it('counts and logs what happens, and keeps it', async () => {
    const { clock, events, facts, ladderEvents, ops, written, recovery } = setUp();
    const utteranceId = 'u' as UtteranceId;
    ladderEvents.emit('event', { kind: 'late', utteranceId, rung: 'chosen', waitedMs: 9 });
    events.emit('stats', { ...facts.stats, level: 'high', underruns: 1 });
    events.emit('stats', { ...facts.stats, level: 'high', underruns: 1 });
    await ops.feed.act('healthCheck');
    expect(recovery.status.history).toMatchObject([{ trigger: 'asked', outcome: 'recovered' }]);
    expect(ops.feed.metrics('prometheus')).toContain(
      'sotto_quality_changes_total{level="high"} 1\n',
    );
    expect(ops.feed.metrics('text')).toMatch(/ran dry +1$/m);
    await ops.flush();
    expect(written.map(({ event }) => event)).toEqual(['late', 'underrun', 'level', 'finished']);
    await clock.advance(1);
  });

  it('answers requests that came as data', async () => {
    const { ops } = setUp();
    expect(await ops.answer({ operation: 'status' })).toMatchObject({ ok: true });
  });

  it('lets go of everything', async () => {
    const { clock, events, facts, ops, play, written, isClosed } = setUp();
    play();
    ops.dispose();
    events.emit('stats', { ...facts.stats, underruns: 5 });
    await clock.advance(10 * 60_000);
    expect(ops.feed.samples).toEqual([]);
    expect(written).toEqual([]);
    expect(isClosed()).toBe(true);
  });
});
