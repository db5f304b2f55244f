import { describe, expect, it } from 'vitest';
import type { HealthSnapshot, RecoveryApi } from '../contracts/health';
import { fakeTime } from '../resilience/fake-time';
import { fakeTools } from '../resilience/fake-tools';
import { createRecovery } from '../resilience/recovery';
import { Log } from '../telemetry/log';
import { createMetrics } from '../telemetry/sotto-metrics';
import { createAnswer } from './answer';
import { fakeSession, fakeSynthesizer } from './fakes';
import { createHealthMonitor } from './health-monitor';
import { answerServiceWorker, type BridgeEvent } from './http-bridge';
import { createRecoveryApi } from './recovery-api';
import { answerMessages, type WindowMessage } from './recovery-messages';

function setUp({ hasVoice = true, tools = fakeTools() } = {}) {
  const clock = fakeTime();
  const timestamp = () => clock.now();
  const recovery = createRecovery({ clock, timestamp, random: () => 0 });
  const voice = fakeSynthesizer(recovery, { tools });
  const synthesizer = () => (hasVoice ? voice : null);
  const monitor = createHealthMonitor({
    sources: {
      session: fakeSession(),
      synthesizer,
      quality: () => ({ level: 'normal', load: null, pressure: null }),
      errorRate: () => 0,
      planText: async () => true,
      memory: async () => null,
      gpuMemory: async () => null,
      storage: async () => null,
    },
    recovery,
    log: new Log({ timestamp }).for('health'),
    metrics: createMetrics({ clock }),
    clock,
    timestamp,
  });
  const api: RecoveryApi = createRecoveryApi({ recovery, monitor, synthesizer });
  const feed = {
    recovery: api,
    get snapshot(): HealthSnapshot {
      return monitor.snapshot;
    },
    get status() {
      return recovery.status;
    },
    metrics: () => 'sotto 1\n',
  };
  return { clock, recovery, tools, answer: createAnswer({ feed, clock }) };
}

describe('Answer', () => {
  it('does the five operations, and metrics', async () => {
    const { answer, tools } = setUp();
    expect(await answer({ operation: 'actions' })).toMatchObject({
      ok: true,
      result: expect.arrayContaining([
        expect.objectContaining({ action: 'use_wasm', title: 'Leave the graphics processor' }),
      ]) as unknown,
    });
    expect(await answer({ operation: 'trigger', failure_type: 'worker_died' })).toMatchObject({
      ok: true,
      result: { failure_type: 'worker_died', trigger: 'asked', outcome: 'recovered' },
    });
    expect(tools.calls).toEqual(['restartPipeline', 'probe']);
    expect(await answer({ operation: 'status' })).toMatchObject({
      result: {
        running: null,
        history: [{ outcome: 'recovered' }],
        breakers: { worker_died: { kind: 'closed', failures: 1 } },
      },
    });
    expect(await answer({ operation: 'reset' })).toMatchObject({
      result: { breakers: { worker_died: { failures: 0 } } },
    });
    expect(await answer({ operation: 'health' })).toMatchObject({
      result: { status: 'healthy', synthesis_functional: true, buffer_healthy: true },
    });
    expect(await answer({ operation: 'metrics' })).toEqual({ ok: true, result: 'sotto 1\n' });
  });

  it('tells how it stands where it takes longer', async () => {
    const { answer, clock } = setUp({ tools: fakeTools({ act: () => new Promise(() => {}) }) });
    const first = answer({ operation: 'trigger', failure_type: 'device_lost' });
    const queued = answer({ operation: 'trigger', failure_type: 'network_error' });
    await clock.advance(900);
    expect(await first).toMatchObject({
      result: { failure_type: 'device_lost', outcome: 'running', id: 'recovery-1' },
    });
    expect(await queued).toEqual({
      ok: true,
      result: { failure_type: 'network_error', outcome: 'running' },
    });
  });

  it('refuses what it does not know and what it cannot do', async () => {
    const { answer } = setUp({ hasVoice: false });
    for (const message of [null, {}, { operation: 'trigger' }, 'status']) {
      expect(await answer(message)).toMatchObject({ error: { code: 'bad_request' } });
    }
    expect(await answer({ operation: 'trigger', failure_type: 'device_lost' })).toMatchObject({
      error: { code: 'no_voice', message: expect.stringContaining('Choose a voice') as unknown },
    });
  });
});

describe('messages between windows', () => {
  function listen() {
    const { clock, answer, tools } = setUp();
    let listener: ((event: WindowMessage) => void) | null = null;
    const stop = answerMessages({
      window: {
        addEventListener: (_, added) => (listener = added),
        removeEventListener: () => (listener = null),
      },
      answer,
      isAllowed: (origin) => origin === 'https://host.example',
      clock,
    });
    const replies: [unknown, { targetOrigin: string }][] = [];
    const source: WindowMessage['source'] = {
      postMessage: (message, options) => replies.push([message, options]),
    };
    const post = async (data: unknown, origin = 'https://host.example') => {
      listener?.({ data, origin, source });
      await clock.advance(1);
    };
    return { post, replies, stop, tools };
  }
  const ask = { sotto: 'recovery', version: 1, id: 'a', operation: 'status' };

  it('are answered to whom they came from', async () => {
    const { post, replies } = listen();
    await post(ask);
    expect(replies).toMatchObject([
      [
        { sotto: 'recovery', version: 1, id: 'a', ok: true, result: { running: null } },
        { targetOrigin: 'https://host.example' },
      ],
    ]);
  });

  it('are not answered to others, nor taken from other talk', async () => {
    const { post, replies, stop } = listen();
    await post(ask, 'https://evil.example');
    await post({ ...ask, sotto: 'player' });
    await post('hello');
    await post(null);
    stop();
    await post(ask);
    expect(replies).toEqual([]);
  });

  it('are refused in another version or without sense', async () => {
    const { post, replies } = listen();
    await post({ ...ask, version: 2 });
    await post({ ...ask, id: 'b', operation: 'explode' });
    expect(replies.map(([message]) => message)).toMatchObject([
      { id: 'a', ok: false, error: { code: 'unsupported_version' } },
      { id: 'b', ok: false, error: { code: 'bad_request' } },
    ]);
  });

  it('are done once, however often they come', async () => {
    const { post, replies, tools } = listen();
    const trigger = { ...ask, operation: 'trigger', failure_type: 'worker_died' };
    await post(trigger);
    await post(trigger);
    expect(tools.calls).toEqual(['restartPipeline', 'probe']);
    expect(replies).toHaveLength(2);
    expect(replies[0]).toEqual(replies[1]);
  });
});

describe('the service worker’s messages', () => {
  it('are answered through their port, each id once', async () => {
    const { clock, answer, tools } = setUp();
    let listener: ((event: BridgeEvent) => void) | null = null;
    const stop = answerServiceWorker({
      container: {
        addEventListener: (_, added) => (listener = added),
        removeEventListener: () => (listener = null),
      },
      answer,
      clock,
    });
    const replies: unknown[] = [];
    const ports = [{ postMessage: (reply: unknown) => replies.push(reply) }];
    const body = { operation: 'trigger', failure_type: 'worker_died' };
    const post = (data: unknown, given: BridgeEvent['ports'] = ports) =>
      listener?.({ data, ports: given });
    post({ type: 'activate' });
    post({ type: 'recovery', id: 'a', body }, []);
    post({ type: 'recovery', id: 'a', body });
    post({ type: 'recovery', id: 'a', body });
    await clock.advance(1);
    expect(tools.calls).toEqual(['restartPipeline', 'probe']);
    expect(replies).toHaveLength(2);
    expect(replies[0]).toMatchObject({
      kind: 'answered',
      id: 'a',
      answer: { ok: true, result: { outcome: 'recovered' } },
    });
    stop();
    expect(listener).toBeNull();
  });

  it('need no service worker', () => {
    const { clock, answer } = setUp();
    answerServiceWorker({ container: null, answer, clock })();
  });
});
