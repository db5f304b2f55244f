/** Language data is written as short tables of text; these read them. */
import type { Currency, Gender, Noun } from './language';

function rows(source: string): string[][] {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

function noun(singular: string, plural: string | undefined, gender: string | undefined): Noun {
  return { singular, plural: plural || singular, gender: (gender || 'm') as Gender };
}

/** Lines `key, key | singular | plural | gender`. */
export function nouns(source: string): ReadonlyMap<string, Noun> {
  return new Map(
    rows(source).flatMap(([keys = '', singular = '', plural, gender]) =>
      keys.split(',').map((key) => [key.trim(), noun(singular, plural, gender)] as const),
    ),
  );
}

/** Lines `key, key | singular | plural | gender | minor singular | minor plural | minor gender`. */
export function currencies(source: string): ReadonlyMap<string, Currency> {
  return new Map(
    rows(source).flatMap(([keys = '', one = '', many, gender, minor, minors, minorGender]) => {
      const small = minor ? noun(minor, minors, minorGender) : null;
      const currency = { ...noun(one, many, gender), minor: small };
      return keys.split(',').map((key) => [key.trim(), currency] as const);
    }),
  );
}

/** Entries `key = words` divided by `;` or line ends. */
export function pairs(source: string): ReadonlyMap<string, string> {
  return new Map(
    source
      .split(/[;\n]/u)
      .filter((entry) => entry.includes('='))
      .map((entry) => {
        const at = entry.indexOf('=');
        return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()] as const;
      }),
  );
}

export function list(source: string): readonly string[] {
  return source.split(/\s+/u).filter((word) => word !== '');
}
