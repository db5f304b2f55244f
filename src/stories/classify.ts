import { SottoError, type ErrorDetail } from '../base/errors';
import type { StoryFailureKind } from '../contracts/story';

const MAX_CAUSES = 8;

/** Which of the failures that listeners are told of this is, by the error and its causes. */
export function classifyFailure(thrown: unknown): StoryFailureKind {
  const chain = causesOf(thrown);
  // Runtimes tell of lost memory and full disks by their exceptions alone, wrapped by whoever called them.
  for (const one of chain) {
    const kind = one instanceof SottoError ? null : ofNative(one);
    if (kind !== null) return kind;
  }
  for (const one of chain) {
    const kind = one instanceof SottoError ? ofSotto(one, chain) : null;
    if (kind !== null) return kind;
  }
  return 'unknown';
}

/** Kinds and places, outermost first. Messages are left out: they may quote what was being read. */
export function technicalDetails(thrown: unknown): string {
  const told = causesOf(thrown).map((one) =>
    one instanceof SottoError
      ? `${one.kind}${specificsOf(one.detail)} in ${one.component}.${one.operation}`
      : one.name,
  );
  return told.join(' < ');
}

function specificsOf(detail: ErrorDetail): string {
  switch (detail.kind) {
    case 'resource':
    case 'device':
      return `/${detail.type}`;
    case 'inference':
      return `/${detail.stage}`;
    case 'network':
      return detail.status === null ? '' : `/${detail.status}`;
    case 'timeout':
      return `/${detail.ms} ms`;
    default:
      return '';
  }
}

function causesOf(thrown: unknown): Error[] {
  const chain: Error[] = [];
  let at = thrown;
  while (at instanceof Error && chain.length < MAX_CAUSES) {
    chain.push(at);
    at = at.cause;
  }
  return chain;
}

const GPU_MEMORY = /out of (device|gpu|video) memory|out_of_device_memory|gpu.*out of memory/i;
const MEMORY = /out of memory|bad_alloc|allocation failed|memory access out of bounds/i;

function ofNative({ name, message }: Error): StoryFailureKind | null {
  if (GPU_MEMORY.test(message) || name === 'GPUOutOfMemoryError') return 'gpuMemory';
  if (MEMORY.test(message) || name === 'RangeError') return 'memory';
  switch (name) {
    case 'QuotaExceededError':
      return 'storageFull';
    case 'SecurityError':
    case 'NotAllowedError':
    case 'InvalidStateError':
      return 'storageRefused';
    // What IndexedDB says when the disk beneath it does not do as it should.
    case 'UnknownError':
    case 'DataError':
      return 'disk';
    default:
      return null;
  }
}

function ofSotto(error: SottoError, chain: readonly Error[]): StoryFailureKind | null {
  const { detail, operation } = error;
  switch (detail.kind) {
    case 'resource':
      if (detail.type !== 'storage') return RESOURCES[detail.type];
      return operation === 'open' ? 'storageRefused' : 'storageFull';
    case 'network':
      if (error.component === 'callbacks' && (detail.status === 401 || detail.status === 403)) {
        return 'callbackRefused';
      }
      return detail.status === null ? 'networkDown' : 'serverError';
    case 'modelLoad':
      return ofModel(detail, operation, chain);
    case 'inference':
    case 'audio':
      return 'modelRun';
    case 'device':
      return detail.type === 'workerDied' ? 'modelRun' : 'modelLoad';
    case 'text':
      return operation === 'decode' ? 'textEncoding' : 'textTooShort';
    case 'validation':
      return VALIDATED[detail.field] ?? 'voiceInvalidFormat';
    case 'timeout':
      return 'cpu';
    case 'io':
      return 'disk';
    case 'config':
    case 'protocol':
    case 'cancelled':
    case 'internal':
      // The cause may know better.
      return null;
  }
}

const RESOURCES = {
  memory: 'memory',
  gpuMemory: 'gpuMemory',
  cpu: 'cpu',
  capacity: 'cpu',
} as const;

const VALIDATED: Readonly<Record<string, StoryFailureKind>> = {
  voice: 'voiceMissing',
  text: 'textTooShort',
  textLength: 'textTooLong',
  language: 'textLanguage',
  encoding: 'textEncoding',
  callbackUrl: 'callbackRefused',
};

type ModelLoad = Extract<ErrorDetail, { kind: 'modelLoad' }>;

function ofModel(
  { component, file }: ModelLoad,
  operation: string,
  chain: readonly Error[],
): StoryFailureKind {
  if (component === 'weights') {
    if (operation === 'download') return 'wrongBytes';
    // The store says why it has no file to give (weights/indexed-db-store.ts).
    const isDamaged = chain.some(({ message }) => /changed|vanished|not whole/.test(message));
    return isDamaged ? 'voiceCorrupted' : 'modelMissing';
  }
  // Engines refuse a description they cannot read before they open a graph.
  return file.endsWith('.json') ? 'voiceInvalidFormat' : 'modelLoad';
}
