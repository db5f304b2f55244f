import { expect, test } from 'vitest';
import { lastSentenceStart } from './last-sentence';

test('the last sentence, not the full stop or the empty lines behind it', () => {
  expect(lastSentenceStart('One. Two three.\n\n\n')).toBe(5);
  expect(lastSentenceStart('One')).toBe(0);
  expect(lastSentenceStart(' \n')).toBe(0);
  const book = 'A sentence of a long book.\n'.repeat(10_000);
  expect(lastSentenceStart(book)).toBe(book.lastIndexOf('A'));
});
