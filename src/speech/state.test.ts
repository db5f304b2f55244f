import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import { deriveState, type SessionFacts } from './state';

const error = new SottoError(
  'No.',
  { kind: 'protocol' },
  { operation: 'test', component: 'test', suggestion: 'Wait.' },
);

const anyFacts: fc.Arbitrary<SessionFacts> = fc.record({
  hasText: fc.boolean(),
  intent: fc.constantFrom('stopped', 'play', 'pause'),
  preparation: fc.constantFrom(null, { kind: 'engine' as const }, { kind: 'sound' as const }),
  hasSound: fc.boolean(),
  ended: fc.boolean(),
  failure: fc.constantFrom(null, error),
});

describe('deriveState', () => {
  it('shows a failure only when nothing is left to hear', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const isShown = deriveState(facts).kind === 'failed';
        const isHeard = facts.hasSound && facts.intent !== 'stopped';
        expect(isShown).toBe(facts.failure !== null && !isHeard);
      }),
    );
  });

  it('never says it plays while it waits for its first sound', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const state = deriveState(facts);
        if (state.kind === 'playing')
          expect(facts.hasSound || facts.preparation === null).toBe(true);
        if (state.kind === 'preparing') expect(facts.preparation).toBe(state.step);
      }),
    );
  });
});
