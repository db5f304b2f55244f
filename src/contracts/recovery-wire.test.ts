import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import { httpStatus, matchRoute, parseTrigger } from './recovery-http';
import { parseAnswer, parseRequest, requestToWire, statusToWire } from './recovery-wire';
import type { RecoveryRequest } from './recovery-wire';
import { FAILURE_TYPES, type RecoveryRecord, type RecoveryStatus } from './resilience';

const requests = fc.oneof(
  fc.record({
    operation: fc.constantFrom('status' as const, 'health', 'actions', 'reset', 'metrics'),
  }),
  fc.record({
    operation: fc.constant('trigger' as const),
    failure: fc.constantFrom(...FAILURE_TYPES),
  }),
);

describe('requests', () => {
  it('come back as they were sent', () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(parseRequest(requestToWire(request as RecoveryRequest))).toEqual(request);
      }),
    );
  });

  it('are in snake case', () => {
    expect(requestToWire({ operation: 'trigger', failure: 'modelLoadingFailure' })).toEqual({
      operation: 'trigger',
      failure_type: 'model_loading_failure',
    });
    expect(parseRequest({ operation: 'trigger', failure_type: 'modelLoadingFailure' })).toBeNull();
  });

  it('may be anything, and then are none', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect(parseRequest(message)).toBeNull();
        expect(parseAnswer(message)).toBeNull();
      }),
    );
    expect(parseRequest({ operation: 'trigger' })).toBeNull();
    expect(parseRequest({ operation: 'destroy' })).toBeNull();
  });
});

describe('a trigger’s body', () => {
  it('names a failure type and nothing else', () => {
    expect(parseTrigger('{"failure_type":"device_lost"}')).toEqual({
      ok: true,
      request: { operation: 'trigger', failure: 'deviceLost' },
    });
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '{}',
      '{"failure_type":1}',
      '{"failure_type":"toString"}',
      '{"failure_type":"device_lost","more":1}',
    ]) {
      expect(parseTrigger(body)).toMatchObject({ ok: false, error: { code: 'bad_request' } });
    }
  });

  it('may be any text', () => {
    fc.assert(fc.property(fc.string(), (body) => !parseTrigger(body).ok));
  });
});

describe('status', () => {
  it('crosses in snake case, errors without their causes', () => {
    const error = new SottoError(
      'The graphics processor went away.',
      { kind: 'device', type: 'gpuLost' },
      {
        operation: 'synthesize',
        component: 'engine',
        suggestion: 'Nothing to do.',
        cause: new Error('a text that was being read'),
      },
    );
    const record: RecoveryRecord = {
      id: 'recovery-1',
      failure: 'deviceLost',
      trigger: 'asked',
      startedAt: 1,
      durationMs: 2,
      attempts: [{ action: 'restartPipeline', outcome: 'didNotHelp', durationMs: 2, error }],
      outcome: 'running',
    };
    const breakers = Object.fromEntries(
      FAILURE_TYPES.map((failure) => [failure, { kind: 'halfOpen' }]),
    ) as RecoveryStatus['breakers'];
    const wire = statusToWire({ running: record, history: [], breakers });
    expect(wire).toMatchObject({
      running: {
        failure_type: 'device_lost',
        started_at: 1,
        attempts: [
          {
            action: 'restart_pipeline',
            outcome: 'did_not_help',
            error: { kind: 'device', message: 'The graphics processor went away.' },
          },
        ],
      },
      breakers: { device_lost: { kind: 'half_open' } },
    });
    expect(JSON.stringify(wire)).not.toMatch(/[a-z][A-Z]|being read/);
    const answer = { ok: true, result: wire };
    expect(parseAnswer(structuredClone(answer))).toEqual(answer);
  });
});

describe('routes', () => {
  it('match by path and method', () => {
    expect(matchRoute('GET', 'api/v1/recovery/status')).toEqual({
      kind: 'operation',
      operation: 'status',
    });
    expect(matchRoute('HEAD', 'health')).toEqual({ kind: 'operation', operation: 'liveness' });
    expect(matchRoute('POST', 'metrics')).toEqual({ kind: 'wrongMethod', allow: 'GET, HEAD' });
    expect(matchRoute('GET', 'api/v1/recovery/reset')).toEqual({
      kind: 'wrongMethod',
      allow: 'POST',
    });
    expect(matchRoute('GET', 'api/v2/recovery/status')).toEqual({ kind: 'unknown' });
    expect(matchRoute('GET', 'api/v1/recovery/status/')).toEqual({ kind: 'unknown' });
    for (const path of ['', 'index.html', 'healthy', 'apis', 'constructor', '__proto__']) {
      expect(matchRoute('GET', path)).toBeNull();
    }
  });

  it('answer with the right status', () => {
    const ok = (result: Record<string, string>) => ({ ok: true, result }) as const;
    expect(httpStatus('liveness', ok({ status: 'healthy' }))).toBe(200);
    expect(httpStatus('liveness', ok({ status: 'degraded' }))).toBe(200);
    expect(httpStatus('liveness', ok({ status: 'unhealthy' }))).toBe(503);
    expect(httpStatus('health', ok({ status: 'unhealthy' }))).toBe(200);
    expect(httpStatus('trigger', ok({ outcome: 'running' }))).toBe(202);
    expect(httpStatus('trigger', ok({ outcome: 'recovered' }))).toBe(200);
  });
});
