import { describe, expect, it } from 'vitest';
import { SottoError, type ErrorDetail } from '../../base/errors';
import { STORY_FAILURE_KINDS, type StoryFailureKind } from '../../contracts/story';
import {
  corruptDownload,
  networkError,
  notStored,
  storageError,
  storageUnavailable,
} from '../../weights/errors';
import { classifyFailure, technicalDetails } from '../../stories/classify';
import { FAILURE_WORDS, wireKind } from '../../stories/failures';
import { SECRET_TEXT } from '../../stories/testing';

const error = (detail: ErrorDetail, cause?: unknown, operation = 'load', component = 'engine') =>
  new SottoError('It broke.', detail, { operation, component, suggestion: 'Mend it.', cause });
const named = (name: string, message = '') => Object.assign(new Error(message), { name });
const model = (file: string, cause?: unknown) =>
  error({ kind: 'modelLoad', component: 'piper', file }, cause);

const CASES: readonly (readonly [StoryFailureKind, unknown])[] = [
  ['voiceMissing', error({ kind: 'validation', field: 'voice' })],
  ['voiceCorrupted', notStored('emma/flow.onnx', 'A piece vanished while it was read.')],
  ['voiceInvalidFormat', model('voice.json')],
  ['textEncoding', error({ kind: 'text', operation: 'decode', offset: null }, undefined, 'decode')],
  ['textTooShort', error({ kind: 'text', operation: 'read', offset: null }, undefined, 'read')],
  ['textTooLong', error({ kind: 'validation', field: 'textLength' })],
  ['textLanguage', error({ kind: 'validation', field: 'language' })],
  ['modelMissing', notStored('emma/flow.onnx', 'There is no record of it.')],
  ['modelLoad', model('flow.onnx')],
  ['modelRun', error({ kind: 'inference', stage: 'flow', recoverable: true })],
  ['modelRun', error({ kind: 'device', type: 'workerDied' })],
  ['gpuMemory', error({ kind: 'resource', type: 'gpuMemory' })],
  ['gpuMemory', model('flow.onnx', new Error('Buffer creation failed: out of device memory'))],
  ['storageFull', storageError('put', 'emma/flow.onnx', named('QuotaExceededError'))],
  ['storageRefused', storageUnavailable(named('SecurityError'))],
  ['networkDown', networkError('https://a.example/v', null, new TypeError('Failed to fetch'))],
  ['serverError', networkError('https://a.example/v', 500, null)],
  ['wrongBytes', corruptDownload('https://a.example/v', 'Its digest differs.')],
  ['memory', error({ kind: 'resource', type: 'memory' })],
  [
    'memory',
    error({ kind: 'internal', where: 'x' }, new RangeError('Array buffer allocation failed')),
  ],
  ['disk', storageError('put', 'emma/flow.onnx', named('UnknownError'))],
  ['cpu', error({ kind: 'timeout', ms: 5000 })],
  [
    'callbackRefused',
    error({ kind: 'network', url: 'https://a', status: 403 }, null, 'deliver', 'callbacks'),
  ],
  ['unknown', error({ kind: 'internal', where: 'x' }, new Error('What?'))],
  ['unknown', 'a bare string'],
];

describe('failures of stories', () => {
  it.each(CASES)('%s is told', (kind, thrown) => {
    expect(classifyFailure(thrown)).toBe(kind);
  });

  it('have a case each', () => {
    const told = new Set<StoryFailureKind>(CASES.map(([kind]) => kind));
    expect(STORY_FAILURE_KINDS.filter((kind) => !told.has(kind))).toEqual(['reported']);
  });

  it('have words of their own', () => {
    const words = STORY_FAILURE_KINDS.map((kind) => FAILURE_WORDS[kind]);
    expect(new Set(words.map(({ message }) => message)).size).toBe(words.length);
    expect(new Set(words.map(({ suggestion }) => suggestion)).size).toBe(words.length);
    for (const { message, suggestion } of words) {
      expect(message).toMatch(/^[A-Z].*\.$/);
      expect(suggestion).toMatch(/^[A-Z].*\.$/);
    }
    expect(wireKind('voiceInvalidFormat')).toBe('voice_invalid_format');
  });

  it('tell where it broke, and nothing of the text', () => {
    const cause = new Error(`cannot say "${SECRET_TEXT}"`);
    const details = technicalDetails(
      error({ kind: 'inference', stage: 'flow', recoverable: false }, cause),
    );
    expect(details).toBe('inference/flow in engine.load < Error');
  });
});
