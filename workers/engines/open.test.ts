import { beforeEach, describe, expect, it } from 'vitest';
import type { VoiceId } from '../../src/base/ids';
import type { Backend, BackendPreference } from '../../src/contracts/speech';
import type { Voice } from '../../src/contracts/voices';
import { chooseThreads, type Surroundings } from '../ort/probe';
import type { SessionProvider } from '../ort/session';
import type { LoadEngine } from './engine';
import { openEngine } from './open';
import { toyEngine } from './toy';

const voice = { id: 'v' as VoiceId, files: [] } as unknown as Voice;

function gpu(description: string | null): Surroundings['gpu'] {
  const info = { vendor: '', architecture: '', device: '', description, isFallbackAdapter: false };
  const adapter = description === null ? null : { info };
  return { requestAdapter: async () => adapter as unknown as GPUAdapter };
}

function around(description: string | null): Surroundings {
  return { gpu: gpu(description), isIsolated: true, hasSharedMemory: true, cores: 4 };
}

function open(
  backend: BackendPreference,
  surroundings: Surroundings,
  computes: (backend: Backend) => number = () => 2,
  avoidsGpu: LoadEngine['avoidsGpu'] = () => null,
) {
  const provider = (kind: Backend, threads: number): SessionProvider => ({
    backend: kind,
    threads,
    createSession: () => Promise.reject(new Error('not used')),
  });
  return openEngine({
    loadEngine: Object.assign(toyEngine({ computes, onRelease: (kind) => released.push(kind) }), {
      avoidsGpu,
    }),
    backend,
    threads: 0,
    around: surroundings,
    providers: {
      wasm: async (threads) => provider('wasm', threads),
      webgpu: async (threads) => ({
        gpu: provider('webgpu', threads),
        cpu: provider('wasm', threads),
      }),
    },
    deps: {
      files: {
        voice,
        read: async () => Uint8Array.of(128),
        readFrom: () => Promise.reject(new Error('A toy is never blended.')),
      },
      now: () => 0,
      breathe: async () => {},
    },
  });
}

let released: Backend[];

beforeEach(() => {
  released = [];
});

describe('openEngine', () => {
  it('takes a real GPU that computes what the CPU computes', async () => {
    const opened = await open('auto', around('GeForce'));
    expect(opened.provider.backend).toBe('webgpu');
    expect(opened.backendReason).toBeNull();
  });

  it('refuses a GPU that computes something else, whatever was asked', async () => {
    for (const preference of ['auto', 'webgpu'] as const) {
      for (const wrong of [3, NaN]) {
        const computes = (backend: Backend) => (backend === 'webgpu' ? wrong : 2);
        const opened = await open(preference, around('Iris'), computes);
        expect(opened.provider.backend).toBe('wasm');
        expect(opened.backendReason).toContain('something else');
      }
    }
  });

  it('uses an imitated GPU only when asked for by name', async () => {
    const swift = around('SwiftShader Device');
    expect((await open('webgpu', swift)).provider.backend).toBe('webgpu');
    const opened = await open('auto', swift);
    expect(opened.provider.backend).toBe('wasm');
    expect(opened.backendReason).toContain('imitated');
  });

  it('leaves the GPU alone where the engine avoids it, and calls that no failure', async () => {
    for (const preference of ['auto', 'webgpu'] as const) {
      const opened = await open(preference, around('GeForce'), undefined, () => 'Better so.');
      expect(opened.provider.backend).toBe('wasm');
      expect(opened).toMatchObject({ backendReason: 'Better so.', backendFailed: false });
    }
    const asked = await open('wasm', around('GeForce'), undefined, () => 'Better so.');
    expect(asked.backendReason).toBeNull();
  });

  it('falls back with a reason where there is no GPU or it breaks', async () => {
    const without = await open('auto', around(null));
    expect(without.backendReason).toContain('no graphics');
    expect(without.backendFailed).toBe(false);
    expect((await open('webgpu', around(null))).backendFailed).toBe(true);
    const breaks = (backend: Backend) => {
      if (backend === 'webgpu') throw new Error('device lost');
      return 2;
    };
    const broke = await open('auto', around('GeForce'), breaks);
    expect(broke.backendReason).toContain('device lost');
    expect(broke.backendFailed).toBe(true);
    // The memory of both tries is given back.
    expect(released).toEqual(['wasm', 'webgpu']);
    expect((await open('wasm', around('GeForce'))).backendReason).toBeNull();
  });
});

describe('chooseThreads', () => {
  it('leaves a core to the page, and has one thread without shared memory', () => {
    expect(chooseThreads(0, around(null))).toBe(3);
    expect(chooseThreads(0, { ...around(null), cores: 16 })).toBe(4);
    expect(chooseThreads(0, { ...around(null), cores: 1 })).toBe(1);
    expect(chooseThreads(2, { ...around(null), isIsolated: false })).toBe(1);
    expect(chooseThreads(2, { ...around(null), hasSharedMemory: false })).toBe(1);
    expect(chooseThreads(2, around(null))).toBe(2);
  });
});
