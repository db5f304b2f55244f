import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import { code, Log } from './log';

describe('Log', () => {
  it('keeps codes and numbers, with time and component', () => {
    const log = new Log({ timestamp: () => 42 });
    log.for('weights').info('downloaded', { bytes: 7, backend: code('wasm') });
    expect(log.records).toEqual([
      {
        timestamp: 42,
        severity: 'info',
        component: 'weights',
        event: 'downloaded',
        fields: { bytes: 7, backend: 'wasm' },
        error: null,
      },
    ]);
  });

  it('keeps the latest, oldest first', () => {
    const log = new Log({ timestamp: () => 0, capacity: 3 });
    const engine = log.for('engine');
    for (let n = 0; n < 8; n++) engine.info('step', { n });
    expect(log.records.map(({ fields }) => fields['n'])).toEqual([5, 6, 7]);
  });

  it('leaves out what is below its level', () => {
    const log = new Log({ timestamp: () => 0, atLeast: 'warning' });
    const engine = log.for('engine');
    engine.debug('a');
    engine.info('b');
    engine.warning('c', null);
    engine.error('d', null);
    engine.critical('e', null);
    expect(log.records.map(({ event }) => event)).toEqual(['c', 'd', 'e']);
  });

  it('tells of each record, and forgets when asked', () => {
    const log = new Log({ timestamp: () => 0, capacity: 2 });
    const told: string[] = [];
    const stop = log.onRecord(({ event }) => told.push(event));
    for (let n = 0; n < 3; n++) log.for('engine').info('step');
    stop();
    log.clear();
    log.for('engine').info('after');
    expect(told).toEqual(['step', 'step', 'step']);
    expect(log.records.map(({ event }) => event)).toEqual(['after']);
  });

  it('describes an error without any of its sentences', () => {
    const secret = 'the diary of the listener';
    const log = new Log({ timestamp: () => 0 });
    const error = new SottoError(
      secret,
      { kind: 'text', operation: 'parse', offset: 3 },
      {
        operation: 'parse',
        component: 'text',
        suggestion: secret,
        cause: new SyntaxError(secret, { cause: new RangeError(secret) }),
      },
    );
    log.for('text').error('failed', error);
    expect(log.records[0]?.error).toEqual({
      kind: 'text',
      operation: 'parse',
      component: 'text',
      causes: ['SyntaxError', 'RangeError'],
    });
    log.for('text').warning('odd', new DOMException(secret, 'AbortError'));
    expect(log.records[1]?.error).toMatchObject({ kind: 'cancelled', causes: ['AbortError'] });
    expect(JSON.stringify(log.records)).not.toContain(secret);
  });

  it('does not compile with a string made at run time', () => {
    const made: string = ['any', 'text'].join(' ');
    const log = new Log({ timestamp: () => 0 }).for('text');
    // @ts-expect-error An event is a literal.
    log.info(made);
    // @ts-expect-error A field is a number, a code or an id.
    log.info('read', { text: made });
    // @ts-expect-error A code is a literal.
    expect(code(made)).toBe(made);
  });
});
