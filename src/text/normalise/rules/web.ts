/** Addresses: URLs, mail, IP, handles, hashtags, files and paths. */
import type { LanguageRules } from '../language';
import { parts, group, rule, type Rule, type RuleSet } from '../rule';
import { sayIdentifier, spell } from '../spelling';

const TOP_LEVEL =
  'com|org|net|edu|gov|int|info|io|ai|app|dev|eu|de|nl|uk|us|ca|au|at|ch|be|fr|es|it|pl|se|no|dk|fi|ie|jp|cn|ru|in|br|me|tv|co|biz|xyz|online|shop|blog|test|local|example';
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62})';
const HOST = `(?:${LABEL}\\.){1,8}(?:${TOP_LEVEL})(?![\\p{L}\\d-])`;
/** Trailing punctuation belongs to the sentence, not to the address. */
const TAIL = `(?::\\d{1,5})?(?:[/?#](?:[^\\s<>"'()]{0,400}[^\\s<>"'().,;:!?])?)?`;
const SPELLED_EXTENSIONS =
  'pdf|exe|jpg|jpeg|png|gif|txt|csv|xls|xlsx|doc|docx|ppt|pptx|html|htm|css|js|ts|tsx|jsx|json|xml|yml|yaml|md|py|rs|sh|sql|svg|mp3|mp4|wav|zip|tar|gz|epub|onnx|wasm|ini|log|cfg|toml|php|cpp|java|webp|mov|avi|odt|rtf|iso|dll|bat';
const WORD_EXTENSIONS = new Set([
  'zip',
  'tar',
  'doc',
  'log',
  'java',
  'bat',
  'jpeg',
  'json',
  'toml',
  'yaml',
  'epub',
  'mov',
]);
/** A longer address is cut: nobody listens to a query string. */
const MAX_SEGMENTS = 3;
const MAX_SEGMENT_CHARACTERS = 40;

export function webRules(rules: LanguageRules): Partial<RuleSet> {
  const mail = rule(
    `(?<user>[a-zA-Z0-9][\\w.+-]{0,63})@(?<host>(?:${LABEL}\\.){1,8}[a-zA-Z]{2,24})`,
    (m) =>
      `${sayIdentifier(group(m, 'user'), rules, joints(rules))} ${rules.words.at} ${sayHost(group(m, 'host'), rules)}`,
  );
  const mailto = rule('mailto:(?=[a-zA-Z0-9][\\w.+-]{0,63}@)', () => `mail ${rules.words.to}`);
  const url = rule(
    `(?<scheme>[a-z]{2,6}:\\/\\/)(?<host>[a-zA-Z0-9._-]{1,253})(?<tail>${TAIL})`,
    (m) => sayUrl(m, rules),
  );
  const host = rule(`(?<host>${HOST})(?<tail>${TAIL})`, (m) => sayUrl(m, rules));
  const www = rule(`(?<host>www\\.(?:${LABEL}\\.){1,8}[a-z]{2,24})(?<tail>${TAIL})`, (m) =>
    sayUrl(m, rules),
  );
  const address = [url, mailto, mail, www, host, fileRule(rules), driveRule(rules)];
  return {
    letter: address,
    digit: [ipRule(rules), mail, host, fileRule(rules)],
    symbol: [handleRule(rules), hashtagRule(rules), pathRule(rules)],
  };
}

function joints({ words }: LanguageRules): Record<string, string> {
  return {
    '.': words.dot,
    '-': words.dash,
    _: words.underscore,
    '/': words.slash,
    '\\': words.backslash,
    '+': words.plus,
    ':': words.colon,
    '@': words.at,
    '=': words.equals,
    '&': words.and,
    '%': words.percent,
    '~': 'tilde',
  };
}

function sayHost(host: string, rules: LanguageRules): string {
  return sayIdentifier(host, rules, joints(rules)).replace(/\bw w w\b/u, 'w w w');
}

function sayUrl(match: RegExpExecArray, rules: LanguageRules) {
  const tail = group(match, 'tail');
  const [, port = '', path = ''] = /^(:\d+)?([^?#]*)/u.exec(tail) ?? [];
  const host = sayHost(group(match, 'host') + port, rules);
  const segments = path.split('/').filter((segment) => segment !== '');
  const quiet = { ...joints(rules), '-': '', _: '', '+': '', '%': '', ':': '', '=': '' };
  const said = segments.slice(0, MAX_SEGMENTS).map((segment) => {
    const cut = segment.slice(0, MAX_SEGMENT_CHARACTERS);
    return `${rules.words.slash} ${sayIdentifier(cut, rules, quiet)}`;
  });
  const isCut =
    segments.length > MAX_SEGMENTS ||
    segments.some(({ length }) => length > MAX_SEGMENT_CHARACTERS) ||
    path.length < tail.length - port.length;
  if (isCut) said.push(rules.words.andSoOn);
  const more = said.join(' ');
  return more === ''
    ? host
    : parts(match, [
        ['host', host],
        ['tail', more],
      ]);
}

function ipRule(rules: LanguageRules): Rule {
  const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
  return rule(`(?:${octet}\\.){3}${octet}(?:[:/]\\d{1,5})?(?![\\d]|\\.\\d)`, ([address]) =>
    sayIdentifier(address, rules, joints(rules)),
  );
}

function handleRule(rules: LanguageRules): Rule {
  return rule(
    '(?<![\\p{L}\\d])(?<sign>@)(?<name>[\\p{L}\\d_][\\p{L}\\d_.-]{0,48}[\\p{L}\\d_])',
    (m) =>
      parts(m, [
        ['sign', rules.words.at],
        ['name', sayIdentifier(group(m, 'name'), rules, { ...joints(rules), _: '', '-': '' })],
      ]),
  );
}

function hashtagRule(rules: LanguageRules): Rule {
  return rule(
    '(?<![\\p{L}\\d&])(?<sign>#)(?<name>[\\p{L}\\d_]{0,60}[\\p{L}][\\p{L}\\d_]{0,60})',
    (m) =>
      parts(m, [
        ['sign', rules.words.hashtag],
        ['name', sayIdentifier(group(m, 'name'), rules, {})],
      ]),
  );
}

function sayExtension(extension: string, rules: LanguageRules): string {
  if (WORD_EXTENSIONS.has(extension.toLowerCase())) return extension.toLowerCase();
  return extension.startsWith('mp') || /\d/u.test(extension)
    ? sayIdentifier(extension.toUpperCase(), rules, {})
    : spell(extension.toUpperCase(), rules);
}

function sayFile(path: string, rules: LanguageRules): string {
  const quiet = { ...joints(rules), '-': '', _: '' };
  const [, name = path, extension = ''] =
    new RegExp(`^(.*)\\.(${SPELLED_EXTENSIONS})$`, 'iu').exec(path) ?? [];
  const stem = sayIdentifier(name, rules, quiet);
  return extension === '' ? stem : `${stem} ${rules.words.dot} ${sayExtension(extension, rules)}`;
}

function fileRule(rules: LanguageRules): Rule {
  return rule(
    `(?:[\\p{L}\\d_-]{1,64}[/\\\\]){0,8}[\\p{L}\\d_][\\p{L}\\d_-]{0,64}(?:\\.[\\p{L}\\d_-]{1,32}){0,2}\\.(?:${SPELLED_EXTENSIONS})(?![\\p{L}\\d])`,
    ([path]) => sayFile(path, rules),
  );
}

function driveRule(rules: LanguageRules): Rule {
  return rule('[A-Za-z]:\\\\[\\p{L}\\d_.\\\\-]{0,200}[\\p{L}\\d_]', ([path]) =>
    sayFile(path, rules),
  );
}

function pathRule(rules: LanguageRules): Rule {
  const segment = '[\\p{L}\\d_.@-]{1,64}';
  return rule(
    `(?<![\\p{L}\\d])(?:~|\\.{1,2})?\\/(?:${segment}\\/){0,12}(?:[\\p{L}\\d_.@-]{0,64}[\\p{L}\\d_])`,
    ([path]) => sayFile(path, rules),
  );
}
