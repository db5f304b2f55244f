import type { Prosody, RunStyle } from '../../contracts/text';
import * as values from './values';

export type Attributes = Readonly<Record<string, string>>;

/** What an element does to what is in it, or says by being there. */
export type Effect =
  | { readonly kind: 'style'; readonly style: RunStyle }
  /** Its text is one unit: replaced by `alias`, or spoken as the style says. */
  | { readonly kind: 'unit'; readonly style: RunStyle; readonly alias: string | null }
  | { readonly kind: 'boundary'; readonly ends: 'sentence' | 'paragraph'; readonly style: RunStyle }
  | { readonly kind: 'break'; readonly pauseMs: number }
  | { readonly kind: 'mark'; readonly name: string };

export interface ElementRule {
  readonly attributes: readonly string[];
  readonly required?: readonly string[];
  effect(attributes: Attributes, style: RunStyle): Effect;
}

export const ELEMENTS: Readonly<Record<string, ElementRule>> = {
  speak: {
    attributes: ['version', 'xml:lang', 'xml:base', 'onlangfailure', 'xsi:schemaLocation'],
    effect: (attributes, style) => boundary('paragraph', attributes, style),
  },
  p: {
    attributes: ['xml:lang'],
    effect: (attributes, style) => boundary('paragraph', attributes, style),
  },
  s: {
    attributes: ['xml:lang'],
    effect: (attributes, style) => boundary('sentence', attributes, style),
  },
  lang: {
    attributes: ['xml:lang', 'onlangfailure'],
    required: ['xml:lang'],
    effect: (attributes, style) => ({ kind: 'style', style: inLanguage(attributes, style) }),
  },
  break: {
    attributes: ['time', 'strength'],
    effect: ({ time, strength }) => ({ kind: 'break', pauseMs: values.breakMs(time, strength) }),
  },
  mark: {
    attributes: ['name'],
    required: ['name'],
    effect: ({ name = '' }) => ({ kind: 'mark', name }),
  },
  prosody: {
    attributes: ['rate', 'pitch', 'volume'],
    effect: ({ rate, pitch, volume }, style) => ({
      kind: 'style',
      style: withProsody(style, {
        rate: rate === undefined ? 1 : values.rate(rate),
        pitchSemitones: pitch === undefined ? 0 : values.pitch(pitch),
        gain: volume === undefined ? 1 : values.volume(volume),
      }),
    }),
  },
  emphasis: {
    attributes: ['level'],
    effect: ({ level = 'moderate' }, style) => ({
      kind: 'style',
      style: withProsody(style, values.emphasis(level)),
    }),
  },
  sub: {
    attributes: ['alias'],
    required: ['alias'],
    effect: ({ alias = '' }, style) => ({ kind: 'unit', style, alias }),
  },
  'say-as': {
    attributes: ['interpret-as', 'format', 'detail'],
    required: ['interpret-as'],
    effect: (attributes, style) => ({
      kind: 'style',
      style: { ...style, sayAs: values.sayAs(attributes['interpret-as'] ?? '') },
    }),
  },
  phoneme: {
    attributes: ['ph', 'alphabet'],
    required: ['ph'],
    effect: ({ ph = '', alphabet = 'ipa' }, style) => {
      if (alphabet !== 'ipa') {
        throw new values.BadValue(
          `the alphabet "${alphabet}" is not known; write IPA, alphabet="ipa"`,
        );
      }
      return { kind: 'unit', style: { ...style, ipa: values.ipa(ph) }, alias: null };
    },
  },
};

function boundary(ends: 'sentence' | 'paragraph', attributes: Attributes, style: RunStyle): Effect {
  return { kind: 'boundary', ends, style: inLanguage(attributes, style) };
}

function inLanguage(attributes: Attributes, style: RunStyle): RunStyle {
  const tag = attributes['xml:lang'];
  return tag === undefined ? style : { ...style, language: values.language(tag) };
}

function withProsody(style: RunStyle, { rate, pitchSemitones, gain }: Prosody): RunStyle {
  const { prosody } = style;
  return {
    ...style,
    prosody: {
      rate: prosody.rate * rate,
      pitchSemitones: prosody.pitchSemitones + pitchSemitones,
      gain: prosody.gain * gain,
    },
  };
}
