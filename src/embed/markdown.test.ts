import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainFromMarkdown } from './markdown';

describe('Markdown, read aloud', () => {
  it.each([
    ['# A *title* #', 'A title'],
    ['> quoted\n> twice', 'quoted\ntwice'],
    ['- one\n- [x] two\n3. three', 'one\ntwo\nthree'],
    ['A **bold _and_ italic** word', 'A bold and italic word'],
    ['See [the page](https://a.example/x "T") and ![a cat](cat.png).', 'See the page and a cat.'],
    ['`code` and snake_case_names', 'code and snake_case_names'],
    ['before\n\n```js\nlet a = b * c;\n```\n\nafter', 'before\n\nlet a = b * c;\n\nafter'],
    ['| a | b |\n|---|---|\n| c | d |', 'a, b\n\nc, d'],
    ['one\n\n---\n\ntwo', 'one\n\ntwo'],
    ['2 * 3 * 4 = 24 and a\\*b', '2 * 3 * 4 = 24 and a*b'],
    ['[1]: https://a.example', ''],
    ['<b>Tags</b> go', 'Tags go'],
  ])('%j is %j', (markdown, plain) => expect(plainFromMarkdown(markdown)).toBe(plain));

  it('keeps every letter of a text without marks', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}[.,?]?$/), { minLength: 1 }), (words) => {
        const text = words.join(' ');
        expect(plainFromMarkdown(text)).toBe(text);
      }),
    );
  });

  it('takes no time over hostile texts', () => {
    for (const mark of ['*', '_', '[', '`', '<', '![', '|-', '~', '> ', '#']) {
      const began = performance.now();
      plainFromMarkdown(mark.repeat(20_000));
      expect(performance.now() - began, mark).toBeLessThan(2000);
    }
  });
});
