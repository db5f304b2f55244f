import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../../base/errors';
import type { Run } from '../../contracts/text';
import { ssmlDocument } from '../document';
import { parseSsml } from './parse';

const parse = (inner: string) => parseSsml(`<speak>${inner}</speak>`);
const textRuns = (runs: readonly Run[]) => runs.filter((run) => run.kind === 'text');

function faultOf(source: string): SottoError {
  try {
    parseSsml(source);
  } catch (thrown) {
    if (thrown instanceof SottoError) return thrown;
    throw thrown;
  }
  throw new Error(`Accepted: ${source}`);
}

describe('parseSsml', () => {
  it('yields verbatim text with its place', () => {
    const source = '<?xml version="1.0"?>\n<speak>One <!-- not this -->two<![CDATA[ <3]]></speak>';
    const texts = textRuns(parseSsml(source));
    expect(texts.map(({ text }) => text)).toEqual(['One ', 'two', ' <3']);
    for (const { text, span } of texts) expect(source.slice(span.start, span.end)).toBe(text);
  });

  it('traces a reference to the whole of it', () => {
    const runs = textRuns(parse('A&amp;B &#233;&#x1F600;'));
    expect(runs.map(({ text }) => text)).toEqual(['A', '&', 'B ', 'é', '😀']);
    expect(runs[1]?.span).toEqual({ start: 8, end: 13 });
  });

  it('knows every element', () => {
    const runs = parse(
      '<p xml:lang="de-DE"><s>Ja</s></p><break time="1.5s"/><break strength="strong"/><mark name="m"/>' +
        '<prosody rate="slow" pitch="+2st" volume="+6dB"><emphasis level="strong">x</emphasis></prosody>' +
        '<sub alias="World Wide Web">WWW</sub><say-as interpret-as="spell-out">abc</say-as>' +
        '<phoneme alphabet="ipa" ph="tə\'meɪtəʊ">tomato</phoneme><lang xml:lang="nl">dag</lang>',
    );
    expect(runs.filter((run) => run.kind === 'break').map((run) => run.pauseMs)).toEqual([
      1500, 600,
    ]);
    expect(runs.filter((run) => run.kind === 'mark')).toMatchObject([{ name: 'm' }]);
    const [ja, x, www, abc, tomato, dag] = textRuns(runs);
    expect(ja?.style.language).toBe('de');
    expect(x?.style.prosody.rate).toBeCloseTo(0.8 * 0.88);
    expect(x?.style.prosody.pitchSemitones).toBe(3.5);
    expect(x?.style.prosody.gain).toBeCloseTo(1.995 * 1.3, 2);
    expect(www).toMatchObject({ text: 'World Wide Web' });
    expect(abc?.style.sayAs).toBe('characters');
    expect(tomato?.style.ipa).toBe('təˈmeɪtəʊ');
    expect(dag?.style.language).toBe('nl');
    expect(runs.filter((run) => run.kind === 'boundary').map((run) => run.ends)).toEqual([
      'paragraph',
      'paragraph',
      'sentence',
      'sentence',
      'paragraph',
      'paragraph',
    ]);
  });

  it.each([
    [
      '<speak>\nHi <prosodyy>x</prosodyy></speak>',
      11,
      /^Line 2, column 4: <prosodyy> is not known/,
    ],
    ['<speak><prosody pitch="200Hz">x</prosody></speak>', 7, /Hz is not possible/],
    ['<speak><prosody rate="9000%">x</prosody></speak>', 7, /rate is/],
    ['<speak><prosody range="high">x</prosody></speak>', 7, /no attribute "range"/],
    ['<speak><phoneme alphabet="x-sampa" ph="t@">x</phoneme></speak>', 7, /"x-sampa" is not known/],
    ['<speak><phoneme ph="">x</phoneme></speak>', 7, /ph holds/],
    ['<speak><break time="2 hours"/></speak>', 7, /time is such as/],
    ['<speak><break strength="toString"/></speak>', 7, /strength is one of/],
    ['<speak><toString>x</toString></speak>', 7, /<toString> is not known/],
    ['<speak><sub>x</sub></speak>', 7, /needs the attribute "alias"/],
    ['<speak xml:lang="tlh">x</speak>', 0, /"tlh" is none that can be spoken/],
    ['<speak><sub alias="y"><s>x</s></sub></speak>', 22, /may not hold other/],
    ['<speak><break>x</break></speak>', 14, /may not hold text/],
    ['<p>x</p>', 0, /begins with <speak>/],
    ['<speak><speak>x</speak></speak>', 7, /holds it once/],
    ['<!DOCTYPE x [<!ENTITY a "b">]><speak>&a;</speak>', 0, /DOCTYPE is not allowed/],
  ])('refuses %s', (source, offset, message) => {
    const error = faultOf(source);
    expect(error.detail).toEqual({ kind: 'text', operation: 'ssml', offset });
    expect(error.message).toMatch(message);
  });

  it.each([
    '',
    'text',
    '<speak>',
    '<speak>a & b</speak>',
    '<speak>&nbsp;</speak>',
    '<speak><p>x</speak>',
  ])('refuses what is not well formed: %s', (source) => {
    const { detail } = faultOf(source);
    expect(detail).toMatchObject({ kind: 'text', offset: expect.any(Number) });
    if (detail.kind === 'text') expect(detail.offset ?? 0).toBeLessThanOrEqual(source.length);
  });

  it.each([
    ['<speak>Fish & chips</speak>', '&', /&amp;/],
    ['<speak><p>One <emphasis>two</p></speak>', '</p>', /unexpected close tag/],
    ['<speak>One <p>two', '<p>', /unclosed tag: p/],
    ['<speak>1 < 2</speak>', '< 2', /not well formed/],
  ])('points at what is wrong: %s', (source, culprit, message) => {
    const { detail, message: told } = faultOf(source);
    expect(detail).toMatchObject({ offset: source.indexOf(culprit) });
    expect(told).toMatch(message);
  });

  it('answers any text with runs or a fault of kind text, never else', () => {
    const markup = fc
      .array(
        fc.constantFrom(
          '<speak>',
          '</speak>',
          '<p>',
          '</p>',
          '&amp;',
          '<',
          '>',
          '<break/>',
          'word ',
          '<![CDATA[',
          ']]>',
          '\ud800',
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(markup, fc.string()), (source) => {
        try {
          parseSsml(source);
        } catch (thrown) {
          expect(thrown).toMatchObject({ detail: { kind: 'text' } });
        }
      }),
    );
  });
});

const escaped = (text: string) =>
  text.replace(/[<>&]/g, (mark) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[mark] ?? mark);

describe('ssmlDocument', () => {
  it('tiles the source and keeps every word, whatever the markup', () => {
    const piece: fc.Arbitrary<string> = fc.oneof(
      fc.lorem({ maxCount: 300 }),
      fc.string().map((text) => escaped(text.replace(/[^\P{Cc}]/gu, ''))),
      fc.constantFrom('<break/>', '<mark name="x"/>', '<!-- c -->', ' '),
    );
    const wrapped = fc
      .tuple(fc.constantFrom('p', 's', 'emphasis'), fc.array(piece))
      .map(([tag, parts]) => `<${tag}>${parts.join('')}</${tag}>`);
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, wrapped), { maxLength: 20 }), (parts) => {
        const source = `<speak>${parts.join('')}</speak>`;
        const runs = parseSsml(source);
        const document = ssmlDocument(source, runs);
        const texts: string[] = [];
        let end = 0;
        for (let block = document.blockAt(0); block; block = document.blockAfter(block)) {
          expect(block.span.start).toBe(end);
          end = block.span.end;
          expect(document.blockAt(end - 1)).toBe(block);
          texts.push(...textRuns(block.runs).map(({ text }) => text));
        }
        expect(end).toBe(source.length);
        expect(texts.join('')).toBe(
          textRuns(runs)
            .map(({ text }) => text)
            .join(''),
        );
      }),
    );
  });

  it('keeps a pause with the paragraph before it', () => {
    const source = '<speak><p>One.</p><break time="1s"/><p>Two.</p></speak>';
    const document = ssmlDocument(source, parseSsml(source));
    expect(document.blockAt(0)?.runs.some((run) => run.kind === 'break')).toBe(true);
    expect(document.blockAt(source.indexOf('Two'))?.runs).toHaveLength(3);
  });
});
