import { describe, expect, it } from 'vitest';
import type { Synthesizer } from '../contracts/speech';
import { fakeSynthesizer, fakeVoice } from './fakes';
import { shareSynthesizers } from './shared-synthesizers';

describe('shareSynthesizers', () => {
  it('makes one engine for a voice and frees it when its last user lets go', () => {
    let made = 0;
    let disposed = 0;
    const create = shareSynthesizers((): Synthesizer => {
      made++;
      return { ...fakeSynthesizer(), dispose: () => disposed++ };
    });
    const first = create(fakeVoice, 'wasm');
    const second = create(fakeVoice, 'wasm');
    const other = create(fakeVoice, 'auto');
    expect(made).toBe(2);
    first.dispose();
    first.dispose();
    expect(disposed).toBe(0);
    second.dispose();
    expect(disposed).toBe(1);
    other.dispose();
    create(fakeVoice, 'wasm');
    expect(made).toBe(3);
  });
});
