import { describe, expect, it } from 'vitest';
import type { UtteranceId } from '../base/ids';
import { Director, type Station } from './director';
import { FAULT_NAMES, strikesJob, type FaultName } from './names';
import type { PlannedFault } from './plan';

const ids = ['a', 'b', 'c'] as UtteranceId[];
const STATIONS: Station[] = ['formant', 'plan', 'load', 'ensure', 'answer', 'push'];

function setup(plan: readonly PlannedFault[]) {
  const effects: string[] = [];
  const breakOutput = (fault: FaultName) => effects.push(fault);
  const spoilStore = (fault: FaultName) => effects.push(fault);
  const director = new Director(plan, ids, { breakOutput, spoilStore }, () => 5);
  const job = (id: string) => director.onJob(id as UtteranceId);
  return { director, effects, job };
}

describe('Director', () => {
  it('strikes at the planned attempt at the planned utterance, once', () => {
    const { director, job } = setup([
      { fault: 'vocode.nan', utterance: 1, attempt: 1 },
      { fault: 'flow.throw', utterance: 1, attempt: 3 },
    ]);
    expect(['a', 'b', 'b', 'b', 'b', 'c'].map(job)).toEqual([
      [],
      ['vocode.nan'],
      [],
      ['flow.throw'],
      [],
      [],
    ]);
    expect(director.strikes.map(({ fault, attempt }) => [fault, attempt])).toEqual([
      ['vocode.nan', 1],
      ['flow.throw', 3],
    ]);
  });

  it('lets jobs alone that are not of the text', () => {
    const { job } = setup([{ fault: 'engine.die', utterance: 0, attempt: 1 }]);
    expect(job('probe')).toEqual([]);
    expect(job('a')).toEqual(['engine.die']);
  });

  it('bars the neural voices from what the formant voice is to fail at', () => {
    const { director, job } = setup([{ fault: 'formant.die', utterance: 0, attempt: 1 }]);
    expect([job('a'), job('a'), job('b')]).toEqual([['flow.throw'], ['flow.throw'], []]);
    expect(director.take('formant')).toEqual(['formant.die']);
    expect(director.take('formant')).toEqual([]);
  });

  it('makes an engine read again what it did to the store', () => {
    const { director, effects, job } = setup([
      { fault: 'store.corrupt', utterance: 0, attempt: 1 },
      { fault: 'fetch.cut', utterance: 1, attempt: 1 },
    ]);
    expect([job('a'), job('b')]).toEqual([['engine.crash'], ['engine.crash']]);
    expect(effects).toEqual(['store.corrupt', 'fetch.cut']);
    expect(director.take('ensure')).toEqual(['fetch.cut']);
  });

  it.each(FAULT_NAMES)('has %s strike somewhere', (fault) => {
    const { director, effects, job } = setup([{ fault, utterance: 0, attempt: 1 }]);
    const armed = job('a');
    const taken = STATIONS.flatMap((station) => director.take(station));
    expect(strikesJob(fault) ? armed : [...taken, ...effects]).toContain(fault);
    expect(director.strikes).toEqual([{ fault, utterance: 0, attempt: 1, atMs: 5 }]);
  });
});
