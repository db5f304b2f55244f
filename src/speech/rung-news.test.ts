import { expect, it } from 'vitest';
import { Emitter } from '../base/events';
import type { SessionEvents } from '../contracts/session';
import type { EngineInfo } from '../contracts/speech';
import { fakeTime } from '../resilience/fake-time';
import { RungNews } from './rung-news';
import { SessionStateHolder } from './session-state';

const info = {} as EngineInfo;

it('tells once who speaks, and that it is over only when it is', async () => {
  const events = new Emitter<SessionEvents>();
  const told: string[] = [];
  events.on('notice', ({ id, text }) => told.push(`${id}: ${text.split('.')[0]}`));
  const time = fakeTime();
  const news = new RungNews(new SessionStateHolder(events), time);
  for (let n = 0; n < 5; n++) {
    news.modelled({ kind: 'degraded', info, rung: 'formant', isBroken: false });
    await time.advance(2000);
    news.modelled({ kind: 'ready', info });
    await time.advance(2000);
  }
  expect(told).toEqual(['rung: The chosen voice cannot keep up just now']);
  await time.advance(20_000);
  expect(told.slice(1)).toEqual(['rung: The chosen voice speaks again']);
});

it('tells what is out of order from what is slow', () => {
  const events = new Emitter<SessionEvents>();
  const told: string[] = [];
  events.on('notice', ({ text }) => told.push(text));
  const news = new RungNews(new SessionStateHolder(events), fakeTime());
  news.modelled({ kind: 'degraded', info, rung: 'formant', isBroken: true });
  expect(told).toEqual([
    'The chosen voice has stopped. A simple voice reads on while it is being repaired.',
  ]);
});

it('says nothing while all is well', () => {
  const events = new Emitter<SessionEvents>();
  const told: string[] = [];
  events.on('notice', ({ text }) => told.push(text));
  const news = new RungNews(new SessionStateHolder(events), fakeTime());
  news.modelled({ kind: 'loading' });
  news.modelled({ kind: 'ready', info });
  expect(told).toEqual([]);
});
