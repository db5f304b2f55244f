/** An audio output over Web Audio: context, worklet, gain. */
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import { messageChannel, sharedChannel, type Channel, type Report } from './channel';
import type { AudioDevice, DeviceListener, OpenDevice } from './device';
import { PROCESSOR_NAME, type ProcessorOptions } from './processor';
import { ringBytes, ringCapacity } from './ring';

export interface WebAudioDeps {
  readonly clock: Clock;
  /** URL of the bundled workers/player.worklet.ts. */
  readonly workletUrl: string;
  /** 'off' forces the message transport; 'auto' uses shared memory where the page has it. */
  readonly sharedMemory: 'auto' | 'off';
  /** `navigator.mediaDevices`, which insecure pages lack. */
  readonly mediaDevices: EventTarget | null;
  readonly createContext: (options: AudioContextOptions) => AudioContext;
  readonly createNode: (
    context: AudioContext,
    name: string,
    options: AudioWorkletNodeOptions,
  ) => AudioWorkletNode;
}

/** How far ahead of the ear the ring can hold: a main thread may sleep that long. */
const RING_SECONDS = 30;
const WORKLET_TIMEOUT_MS = 10_000;

export function webAudio(deps: WebAudioDeps): OpenDevice {
  return async (sampleRate, listener) => {
    let context: AudioContext | null = null;
    try {
      context = createContext(deps, sampleRate);
      await withDeadline(context.audioWorklet.addModule(deps.workletUrl), WORKLET_TIMEOUT_MS, {
        operation: 'open',
        component: 'player',
        clock: deps.clock,
      });
      return assemble(context, deps, listener);
    } catch (thrown) {
      context?.close().catch(() => undefined);
      throw noOutput(thrown);
    }
  };
}

/** At the voice's rate if the browser allows it, else at the device's own. */
function createContext(deps: WebAudioDeps, sampleRate: number): AudioContext {
  try {
    return deps.createContext({ sampleRate, latencyHint: 'balanced' });
  } catch {
    return deps.createContext({ latencyHint: 'balanced' });
  }
}

function assemble(
  context: AudioContext,
  deps: WebAudioDeps,
  listener: DeviceListener,
): AudioDevice {
  const { node, channel } = connectNode(context, deps);
  const gain = context.createGain();
  node.connect(gain).connect(context.destination);
  node.port.onmessage = ({ data }: MessageEvent<Report>) => listener.onReport(data);
  node.onprocessorerror = (event) => listener.onFailure(event);
  const onChange = () => listener.onChange();
  context.addEventListener('statechange', onChange);
  deps.mediaDevices?.addEventListener('devicechange', onChange);
  return {
    sampleRate: context.sampleRate,
    get state() {
      return context.state;
    },
    get latencySeconds() {
      // Safari has no outputLatency, Firefox gives 0 while suspended.
      return (context.outputLatency ?? 0) || context.baseLatency || 0;
    },
    channel,
    setVolume: (volume) => gain.gain.setTargetAtTime(volume, context.currentTime, 0.01),
    resume: () => context.resume(),
    close: async () => {
      context.removeEventListener('statechange', onChange);
      deps.mediaDevices?.removeEventListener('devicechange', onChange);
      node.port.onmessage = null;
      node.port.postMessage('close');
      node.disconnect();
      if (context.state !== 'closed') await context.close();
    },
  };
}

/** Shared memory may exist and yet not be allowed to travel: then messages do. */
function connectNode(
  context: AudioContext,
  deps: WebAudioDeps,
): { node: AudioWorkletNode; channel: Channel } {
  const capacity = ringCapacity(RING_SECONDS * context.sampleRate);
  const create = (memory: ProcessorOptions['memory']) =>
    deps.createNode(context, PROCESSOR_NAME, {
      numberOfInputs: 0,
      outputChannelCount: [1],
      processorOptions: { memory, capacity } satisfies ProcessorOptions,
    });
  if (deps.sharedMemory === 'auto' && typeof SharedArrayBuffer === 'function') {
    try {
      const memory = new SharedArrayBuffer(ringBytes(capacity));
      // First the writer, which sets the header up, then the thread that reads it.
      const channel = sharedChannel(memory);
      return { node: create(memory), channel };
    } catch (thrown) {
      if (!(thrown instanceof DOMException && thrown.name === 'DataCloneError')) throw thrown;
    }
  }
  const node = create(null);
  return { node, channel: messageChannel(node.port, capacity) };
}

function noOutput(cause: unknown): SottoError {
  return new SottoError(
    'The browser gives no sound output.',
    { kind: 'device', type: 'audioOutput' },
    {
      operation: 'open',
      component: 'player',
      suggestion: 'Check that a loudspeaker or headphones are connected, then press Play again.',
      cause,
    },
  );
}
