import { expect, it } from 'vitest';
import { judgeTarget } from './callback-target';

const PAGE = { origin: 'https://sotto.example', isSecure: true };
const judge = (url: string, page = PAGE) => judgeTarget({ url, story: 'a' }, page).url;

it('takes whole web addresses of others', () => {
  expect(judge('https://a.example/told?k=1#x')).toBe('https://a.example/told?k=1#x');
  expect(judge('http://localhost:8080/told')).toBe('http://localhost:8080/told');
  expect(judge('http://a.example/', { ...PAGE, isSecure: false })).toBe('http://a.example/');
});

it.each([
  ['/told', 'not a whole web address'],
  ['ftp://a.example/', 'must begin with https://'],
  ['https://me:secret@a.example/', 'user name or password'],
  ['https://sotto.example/api/tts/error-callback', 'must not be one of Sotto itself'],
  ['http://a.example/', 'secure page'],
])('refuses %s in a sentence', (url, told) => {
  expect(() => judge(url)).toThrow(told);
});
