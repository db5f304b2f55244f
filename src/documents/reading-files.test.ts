import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode';
import { refused, Refusal } from './refusal';
import { signatureOf } from './signatures';
import { flattenSubtitles } from './subtitles';
import { textFormatOf, titleOfName } from './text-format';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('text files', () => {
  it('open in any of the usual encodings', () => {
    expect(decodeText(utf8('Grüße\r\nund mehr'))).toBe('Grüße\nund mehr');
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x47, 0, 0xfc, 0))).toBe('Gü');
    expect(decodeText(Uint8Array.of(0xfe, 0xff, 0, 0x47, 0, 0xfc))).toBe('Gü');
    expect(decodeText(Uint8Array.of(0x47, 0xfc))).toBe('Gü');
    expect(decodeText(Uint8Array.of(0xb3), 'iso-8859-2')).toBe('ł');
    expect(decodeText(utf8('ü'), 'no-such-encoding')).toBe('ü');
  });

  it('are refused with their first bad byte', () => {
    const error = refused(
      (() => {
        try {
          return decodeText(Uint8Array.of(65, 66, 0, 1));
        } catch (thrown) {
          return thrown;
        }
      })(),
      'x.bin',
    );
    expect(error.message).toContain('“x.bin” is no document that Sotto knows: byte 3');
    expect(error.kind).toBe('validation');
  });

  it('never throw anything but a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        try {
          expect(typeof decodeText(data)).toBe('string');
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Refusal);
        }
        expect(['pdf', 'zip', 'foreign', 'text']).toContain(signatureOf(data).kind);
      }),
    );
  });

  it('are what they say, whatever they are called', () => {
    expect(textFormatOf('<!DOCTYPE html><p>x', 'a.txt')).toBe('html');
    expect(textFormatOf('<?xml version="1.0"?>\n<!-- hi -->\n<html>', 'a')).toBe('html');
    expect(textFormatOf('WEBVTT\n\n00:01.000 --> 00:02.000\nHi', 'a.txt')).toBe('subtitles');
    expect(textFormatOf('1\n00:00:01,000 --> 00:00:02,000\nHi', 'a.md')).toBe('subtitles');
    expect(textFormatOf('<speak>Hello</speak>', 'a.html')).toBe('ssml');
    expect(textFormatOf('# Title', 'notes.MD')).toBe('markdown');
    expect(textFormatOf('# Title', 'notes.txt')).toBe('plain');
    expect(textFormatOf('just words', 'a.html')).toBe('plain');
    expect(titleOfName('C:\\books\\The_Quay.epub')).toBe('The Quay');
    expect(titleOfName('.txt')).toBe('Untitled');
  });
});

describe('captions', () => {
  const told = (source: string) => flattenSubtitles(source).text;

  it('become sentences; pauses and speakers part paragraphs', () => {
    const srt =
      '1\n00:00:01,000 --> 00:00:02,500\n<i>Nobody</i> waved\n\n' +
      '2\n00:00:02,600 --> 00:00:04,000\n{\\an8}at the ferry.\n\n' +
      '3\n00:00:09,000 --> 00:00:10,000\n- Who is there?\n- Nobody &amp; me.\n';
    expect(told(srt)).toBe('Nobody waved at the ferry.\n\nWho is there?\n\nNobody & me.');
  });

  it('that roll are told once', () => {
    const cue = (at: number, lines: string) =>
      `00:0${at}.000 --> 00:0${at + 1}.000 align:start\n${lines}`;
    const vtt = ['WEBVTT', cue(1, 'one two'), cue(2, 'one two\nthree'), cue(3, 'three\nfour')];
    expect(told(vtt.join('\n\n'))).toBe('one two three four');
  });
});
