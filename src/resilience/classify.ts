import type { SottoError } from '../base/errors';
import { unreachable } from '../base/never';
import type { FailureType } from '../contracts/resilience';

const OUT_OF_MEMORY = /out of memory|bad_alloc|allocation failed|memory access out of bounds/i;
const LOST_DEVICE = /device (was |is |has been )?lost/i;
const MAX_CAUSES = 8;

/**
 * Which failure of the pipeline an error tells of; null where no other rung would do better: what was
 * asked for is wrong, or was called off.
 */
export function failureOf(error: SottoError): FailureType | null {
  const { detail } = error;
  switch (detail.kind) {
    case 'cancelled':
    case 'config':
    case 'validation':
    case 'text':
      return null;
    case 'modelLoad':
      return deeperFailure(error) ?? 'modelLoadingFailure';
    // Weights that cannot be read are fetched again.
    case 'io':
      return 'modelLoadingFailure';
    case 'inference':
    case 'internal':
    case 'protocol':
      return deeperFailure(error) ?? 'pipelineError';
    case 'timeout':
      return 'pipelineError';
    case 'audio':
      return 'audioInvalid';
    case 'network':
      return 'networkError';
    case 'resource':
      return resourceFailure(detail.type);
    case 'device':
      return deviceFailure(detail.type);
    default:
      return unreachable(detail);
  }
}

type DetailOf<Kind> = Extract<SottoError['detail'], { kind: Kind }>;

function resourceFailure(type: DetailOf<'resource'>['type']): FailureType | null {
  switch (type) {
    case 'memory':
    case 'gpuMemory':
      return 'memoryExhaustion';
    case 'storage':
    case 'cpu':
      return 'systemResourceError';
    case 'capacity':
      return null;
    default:
      return unreachable(type);
  }
}

function deviceFailure(type: DetailOf<'device'>['type']): FailureType | null {
  switch (type) {
    case 'gpuLost':
      return 'deviceLost';
    case 'gpuUnusable':
      return 'hardwareOptimizationFailure';
    case 'workerDied':
      return 'workerDied';
    case 'audioOutput':
      return null;
    default:
      return unreachable(type);
  }
}

/** Runtimes tell of lost memory and lost devices in the words of their exceptions alone. */
function deeperFailure(error: SottoError): FailureType | null {
  let cause = error.cause;
  for (let depth = 0; cause instanceof Error && depth < MAX_CAUSES; depth++) {
    if (cause.name === 'RangeError' || OUT_OF_MEMORY.test(cause.message)) return 'memoryExhaustion';
    if (LOST_DEVICE.test(cause.message)) return 'deviceLost';
    cause = cause.cause;
  }
  return null;
}
