import { describe, expect, test } from 'vitest';
import { commandOf, keyTarget, SHORTCUTS, type KeyPress } from './shortcuts';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlOrMeta: false,
  alt: false,
  target: 'page',
  ...change,
});

test.each([
  [' ', 'togglePlay'],
  ['K', 'togglePlay'],
  ['j', 'previousSentence'],
  ['ArrowRight', 'nextSentence'],
  ['=', 'faster'],
  ['-', 'slower'],
  ['?', 'showShortcuts'],
])('%s on the page is %s', (key, command) => {
  expect(commandOf(press(key))).toBe(command);
});

describe('in a field', () => {
  test('no single key fires', () => {
    for (const key of [' ', 'k', 'j', 'l', '+', '-', '?', 'e', 'ArrowLeft']) {
      expect(commandOf(press(key, { target: 'field' }))).toBeNull();
    }
  });
  test('Ctrl+Enter plays', () => {
    const keys = press('Enter', { ctrlOrMeta: true, target: 'field' });
    expect(commandOf(keys)).toBe('playFromWriting');
  });
});

test('widgets keep the keys that work them', () => {
  expect(commandOf(press(' ', { target: 'button' }))).toBeNull();
  expect(commandOf(press('l', { target: 'button' }))).toBe('nextSentence');
  expect(commandOf(press('ArrowLeft', { target: 'slider' }))).toBeNull();
});

test('with Ctrl or Alt the browser keeps its own, and single keys can be off', () => {
  expect(commandOf(press('l', { ctrlOrMeta: true }))).toBeNull();
  expect(commandOf(press('ArrowLeft', { alt: true }))).toBeNull();
  expect(commandOf(press('k'), false)).toBeNull();
  expect(commandOf(press('Enter', { ctrlOrMeta: true }), false)).toBe('playFromWriting');
});

test('the kind of an element', () => {
  expect(keyTarget('TEXTAREA', '', null, false)).toBe('field');
  expect(keyTarget('INPUT', 'text', null, false)).toBe('field');
  expect(keyTarget('INPUT', 'range', null, false)).toBe('slider');
  expect(keyTarget('INPUT', 'checkbox', null, false)).toBe('button');
  expect(keyTarget('DIV', '', null, true)).toBe('field');
  expect(keyTarget('BUTTON', '', null, false)).toBe('button');
  expect(keyTarget('P', '', null, false)).toBe('page');
});

test('every command is listed once', () => {
  const listed = SHORTCUTS.map(({ command }) => command);
  expect(new Set(listed).size).toBe(listed.length);
});
