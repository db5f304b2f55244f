import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { fakeClock } from '../rpc/fake-clock';
import { FIRST_RETRY_MS, type DeliveryResult, type OutboxEntry } from '../stories/outbox';
import { callbackOutbox } from './callback-outbox';
import { createCallbackPost } from './callback-post';

const DELIVERED: DeliveryResult = { kind: 'delivered' };
const RETRY: DeliveryResult = { kind: 'retry', error: 'Busy.' };

let clock: ReturnType<typeof fakeClock>;
let databases = 0;
let database: string;
let posted: string[];
let answers: DeliveryResult[];
beforeEach(() => {
  clock = fakeClock();
  database = `outbox-${++databases}`;
  posted = [];
  answers = [];
});

function entry(jobId: string): OutboxEntry {
  return {
    jobId,
    storyId: 'tale-1',
    url: 'https://a.example/told',
    payload: {},
    state: 'waiting',
    attempts: 0,
    nextAt: clock.now(),
    createdAt: clock.now(),
    settledAt: null,
    lastError: null,
  };
}

function office(locks: Parameters<typeof createCallbackPost>[0]['locks'] = null) {
  const outbox = callbackOutbox(database, () => clock.now());
  const post = createCallbackPost({
    outbox,
    deliver: async ({ jobId }) => {
      posted.push(jobId);
      return answers.shift() ?? DELIVERED;
    },
    timestamp: () => clock.now(),
    random: () => 0.5,
    clock,
    locks,
  });
  return { post, outbox };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

it('posts what is sent, and again when the receiver could not take it', async () => {
  answers = [RETRY, DELIVERED];
  const { post, outbox } = office();
  await post.send(entry('a'));
  expect(posted).toEqual(['a']);
  clock.pass(FIRST_RETRY_MS - 1);
  await settled();
  expect(posted).toEqual(['a']);
  clock.pass(1);
  await settled();
  expect(posted).toEqual(['a', 'a']);
  expect(await outbox.store.outbox()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
});

it('goes on at the next visit, and at once when the network is back', async () => {
  answers = [RETRY, RETRY];
  await office().post.send(entry('a'));
  const { post } = office();
  await post.look('due');
  expect(posted).toEqual(['a']);
  await post.look('now');
  expect(posted).toEqual(['a', 'a']);
});

it('tells a job once, however many players share the outbox', async () => {
  let tail: Promise<unknown> = Promise.resolve();
  const request = (_: string, task: () => Promise<unknown>) => (tail = tail.then(task));
  const locks = { request } as unknown as Parameters<typeof office>[0];
  const [one, two] = [office(locks), office(locks)];
  await Promise.all([one.post.send(entry('a')), two.post.look('due'), two.post.send(entry('b'))]);
  await one.post.look('now');
  expect([...posted].sort()).toEqual(['a', 'b']);
});

it('keeps no more than so many, and never hurts who sends', async () => {
  answers = Array.from({ length: 10_000 }, () => RETRY);
  const { outbox, post } = office();
  await Promise.all(Array.from({ length: 205 }, (_, i) => outbox.add(entry(String(i)))));
  expect(await outbox.store.outbox()).toHaveLength(200);
  outbox.add = () => Promise.reject(new Error('The disk is full.'));
  await expect(post.send(entry('z'))).resolves.toBeUndefined();
});
