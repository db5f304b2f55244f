import { expect, it } from 'vitest';
import { cancelled, type ErrorDetail } from '../base/errors';
import { failureOf } from './classify';
import { failure } from './fakes';

const of = (detail: ErrorDetail, cause?: unknown) => failureOf(failure(detail, cause));
const INFERENCE: ErrorDetail = { kind: 'inference', stage: 'flow', recoverable: true };
const LOAD: ErrorDetail = { kind: 'modelLoad', component: 'ort', file: 'a' };

it('names the failure of every kind of error', () => {
  expect(of(LOAD)).toBe('modelLoadingFailure');
  expect(of({ kind: 'io', path: 'a' })).toBe('modelLoadingFailure');
  expect(of(INFERENCE)).toBe('pipelineError');
  expect(of({ kind: 'timeout', ms: 1 })).toBe('pipelineError');
  expect(of({ kind: 'audio', operation: 'inspect', defect: 'clipped' })).toBe('audioInvalid');
  expect(of({ kind: 'network', url: 'a', status: 500 })).toBe('networkError');
  expect(of({ kind: 'resource', type: 'gpuMemory' })).toBe('memoryExhaustion');
  expect(of({ kind: 'resource', type: 'storage' })).toBe('systemResourceError');
  expect(of({ kind: 'device', type: 'gpuLost' })).toBe('deviceLost');
  expect(of({ kind: 'device', type: 'gpuUnusable' })).toBe('hardwareOptimizationFailure');
  expect(of({ kind: 'device', type: 'workerDied' })).toBe('workerDied');
});

it('takes what runtimes say in their exceptions for what it means', () => {
  expect(of(INFERENCE, new RangeError('Array buffer allocation failed'))).toBe('memoryExhaustion');
  expect(of(LOAD, new Error('a', { cause: new Error('std::bad_alloc') }))).toBe('memoryExhaustion');
  expect(of(INFERENCE, new Error('WebGPU device lost (2)'))).toBe('deviceLost');
});

it('blames no voice for what was asked wrongly or called off', () => {
  expect(failureOf(cancelled('a', 'b'))).toBeNull();
  expect(of({ kind: 'text', operation: 'parse', offset: 1 })).toBeNull();
  expect(of({ kind: 'config', key: 'a' })).toBeNull();
  expect(of({ kind: 'resource', type: 'capacity' })).toBeNull();
  expect(of({ kind: 'device', type: 'audioOutput' })).toBeNull();
});
