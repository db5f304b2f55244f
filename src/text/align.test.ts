import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignWords } from './align';

/** Each group with the words of its symbols, as "symbols:words". */
const aligned = (groups: string[], alone: string[]) =>
  alignWords(groups, alone).map((owners, index) => `${groups[index]}:${owners.join('')}`);

describe('alignWords', () => {
  it('takes one group for one word', () => {
    expect(aligned(['ðə', 'kæt'], ['ðˈə', 'kˈæt'])).toEqual(['ðə:00', 'kæt:111']);
  });

  it('parts merged words', () => {
    expect(aligned(['ˈɛnd', 'ʌvðə', 'wˈɜːld'], ['ˈɛnd', 'ˈʌv', 'ðˈə', 'wˈɜːld'])).toEqual([
      'ˈɛnd:0000',
      'ʌvðə:1122',
      'wˈɜːld:333333',
    ]);
    expect(aligned(['hɐvbˌɪn', 'ðˈɛɹ'], ['hˈæv', 'bˈɪn', 'ðˈɛɹ'])).toEqual([
      'hɐvbˌɪn:0001111',
      'ðˈɛɹ:2222',
    ]);
  });

  it('gives a split word all its groups', () => {
    expect(aligned(['ɛks', 'kjuː', 'ɡoʊ'], ['ɛkskjuː', 'ɡˈoʊ'])).toEqual([
      'ɛks:000',
      'kjuː:0000',
      'ɡoʊ:111',
    ]);
  });

  it('leaves silent words out', () => {
    expect(aligned(['ðə', 'kæt'], ['ðə', '', 'kæt'])).toEqual(['ðə:00', 'kæt:222']);
  });

  it('owns every symbol, in order, whatever the groups', () => {
    const ipa = fc.string({
      unit: fc.constantFrom('a', 'ə', 'k', 'ˈ', 'ː', 't'),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        fc.array(ipa, { maxLength: 12 }),
        fc.array(ipa, { minLength: 1, maxLength: 12 }),
        (groups, alone) => {
          const owners = alignWords(groups, alone);
          expect(owners.map((owned) => owned.length)).toEqual(groups.map((group) => group.length));
          const flat = owners.flat();
          flat.forEach((word, i) => {
            expect(word).toBeGreaterThanOrEqual(flat[i - 1] ?? 0);
            expect(word).toBeLessThan(alone.length);
          });
        },
      ),
    );
  });
});
