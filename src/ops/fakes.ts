/** For tests: a session and a safe synthesizer that are as they are told to be. */
import type { SynthesizerHealth, RecoveryTools, SafeSynthesizer } from '../contracts/resilience';
import type { SessionProgress, SessionState, SessionStats } from '../contracts/session';
import type { EngineInfo, ModelState } from '../contracts/speech';
import type { VoiceId } from '../base/ids';
import { fakeTools, type FakeTools } from '../resilience/fake-tools';
import type { Recovery } from '../contracts/resilience';

const info: EngineInfo = {
  voiceId: 'test' as VoiceId,
  backend: 'wasm',
  threads: 2,
  backendReason: null,
  backendFailed: false,
  sampleRate: 22_050,
  languages: ['en'],
  supports: { guidance: false, emotions: false },
  loadMs: 10,
};

export const healthyEngine: SynthesizerHealth = {
  state: 'ready',
  errorCount: 0,
  lastError: null,
  lastSuccessfulSynthesis: null,
  modelLoaded: true,
  configLoaded: true,
  voiceReady: true,
  webgpuAvailable: false,
  crossOriginIsolated: true,
  threads: 2,
  fallbackEnabled: true,
  activeRung: 'chosen',
  rungs: { chosen: { kind: 'up' } },
};

export interface FakeSynthesizer extends SafeSynthesizer {
  readonly tools: FakeTools;
}

export function fakeSynthesizer(
  recovery: Recovery,
  options: { readonly tools?: FakeTools; readonly health?: () => SynthesizerHealth } = {},
): FakeSynthesizer {
  const tools: FakeTools & RecoveryTools = options.tools ?? fakeTools();
  const state: ModelState = { kind: 'ready', info };
  return {
    id: 'fake',
    state,
    tools,
    onState: () => () => {},
    load: async () => info,
    synthesize: () => {
      throw new Error('It does not speak.');
    },
    dispose: () => {},
    getHealth: options.health ?? (() => healthyEngine),
    reload: async () => true,
    onEvent: () => () => {},
    recover: (failure, trigger) => recovery.recover(failure, trigger, tools),
  };
}

export interface FakeSession {
  stats: SessionStats;
  state: SessionState;
  progress: SessionProgress;
}

export function fakeSession(): FakeSession {
  return {
    stats: {
      engine: info,
      rtf: 0.1,
      firstSoundMs: null,
      utterances: 0,
      rung: 'chosen',
      level: 'normal',
      bufferedSeconds: 10,
      underruns: 0,
      playedSeconds: 0,
      transport: 'sharedMemory',
    },
    state: { kind: 'idle' },
    progress: { offset: 0, length: 100, rendered: [], spokenSeconds: 0, leftSeconds: null },
  };
}
