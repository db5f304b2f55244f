import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import { fakeClock } from './fake-clock';
import { ATTEMPT_MS, MAX_ATTEMPTS, createResender, onceById, type Sent } from './resend';

const COMPONENT = 'test';

async function microtasks(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

/** What becomes of one message: how late each of its copies arrives; no copies: it is lost. */
type Fate = readonly number[];

/** A sender and a receiver with a way between them that does to messages what `fates` say in turn. */
function setup(fates: readonly Fate[], handle: (body: number) => Promise<number>) {
  const clock = fakeClock();
  let posted = 0;
  const carry = (deliver: () => void) => {
    for (const delayMs of fates[posted++] ?? [0]) clock.after(delayMs, deliver);
  };
  let ids = 0;
  const sent: Sent<number>[] = [];
  const answer = onceById(handle, { component: COMPONENT, clock });
  const resender = createResender<number, number>({
    component: COMPONENT,
    clock,
    newId: () => `id-${ids++}`,
    post: (message) => {
      sent.push(message);
      carry(() => {
        void answer(message).then((reply) => carry(() => resender.receive(reply)));
      });
    },
  });
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.pass(50);
      await microtasks();
    }
  };
  return { clock, resender, sent, pass };
}

const double = async (body: number) => 2 * body;
const lost: Fate = [];

describe('createResender', () => {
  it('sends once what is answered at once', async () => {
    const { resender, sent, pass } = setup([], double);
    const answer = resender.send(21, 'test');
    await pass(2 * ATTEMPT_MS);
    expect(await answer).toBe(42);
    expect(sent).toHaveLength(1);
  });

  it('sends again under the same id, three times in all, and then gives up', async () => {
    const { resender, sent, pass } = setup([lost, lost, lost], double);
    const answer = resender.send(21, 'test').catch((thrown: unknown) => thrown);
    await pass(MAX_ATTEMPTS * ATTEMPT_MS);
    expect(await answer).toMatchObject({ detail: { kind: 'timeout', ms: 3000 } });
    expect(sent.map(({ id }) => id)).toEqual(['id-0', 'id-0', 'id-0']);
  });

  it('hands on what the receiver failed with, and does not try that again', async () => {
    const refuse = async () => {
      throw new SottoError(
        'No.',
        { kind: 'validation', field: 'body' },
        { operation: 'test', component: COMPONENT, suggestion: 'Ask otherwise.' },
      );
    };
    const { resender, sent, pass } = setup([], refuse);
    const answer = resender.send(1, 'test').catch((thrown: unknown) => thrown);
    await pass(2 * ATTEMPT_MS);
    expect(await answer).toMatchObject({ kind: 'validation', suggestion: 'Ask otherwise.' });
    expect(sent).toHaveLength(1);
  });

  it('stops when called off', async () => {
    const { resender, sent, pass } = setup([lost, lost, lost], double);
    const controller = new AbortController();
    const answer = resender.send(1, 'test', controller.signal).catch((thrown: unknown) => thrown);
    controller.abort();
    await pass(5 * ATTEMPT_MS);
    expect(await answer).toMatchObject({ kind: 'cancelled' });
    expect(sent).toHaveLength(1);
    const late = resender.send(1, 'test', controller.signal).catch((thrown: unknown) => thrown);
    expect(await late).toMatchObject({ kind: 'cancelled' });
    expect(sent).toHaveLength(1);
  });
});

describe('onceById', () => {
  const once = (capacity: number) => {
    const clock = fakeClock();
    const handled: number[] = [];
    const handle = async (body: number) => {
      handled.push(body);
      return body;
    };
    const answer = onceById(handle, { component: COMPONENT, clock, keepMs: 1000, capacity });
    return { clock, handled, answer };
  };

  it('refuses what it could not remember, and forgets in time', async () => {
    const { clock, handled, answer } = once(2);
    for (const body of [1, 2, 3, 1]) await answer({ id: `id-${body}`, body });
    expect(handled).toEqual([1, 2]);
    expect(await answer({ id: 'id-3', body: 3 })).toMatchObject({
      kind: 'failed',
      error: { sotto: { detail: { type: 'capacity' } } },
    });
    clock.pass(1000);
    expect(await answer({ id: 'id-3', body: 3 })).toMatchObject({ kind: 'answered', answer: 3 });
    expect(handled).toEqual([1, 2, 3]);
  });
});

describe('both together', () => {
  const fate = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 3 });

  it('have an effect exactly once where an answer comes, and never twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (fates, messages) => {
          const effects = new Map<number, number>();
          const { resender, pass } = setup(fates, async (body) => {
            effects.set(body, (effects.get(body) ?? 0) + 1);
            return 2 * body;
          });
          const outcomes = Array.from({ length: messages }, (_, body) =>
            resender.send(body, 'test').catch((thrown: unknown) => thrown),
          );
          await pass(20_000);
          const answers = await Promise.all(outcomes);
          for (const [body, outcome] of answers.entries()) {
            if (outcome instanceof SottoError) {
              expect(outcome.kind).toBe('timeout');
              expect(effects.get(body) ?? 0).toBeLessThanOrEqual(1);
            } else {
              expect(outcome).toBe(2 * body);
              expect(effects.get(body)).toBe(1);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
