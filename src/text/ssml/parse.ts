import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { NEUTRAL_PROSODY, type Run, type RunStyle } from '../../contracts/text';
import { ELEMENTS, type Effect } from './elements';
import { characterRuns, plainCharacters } from './characters';
import { markupFault } from './fault';
import { BadValue } from './values';

interface OpenElement {
  readonly name: string;
  readonly effect: Effect;
  readonly openStart: number;
  readonly openEnd: number;
}

const ROOT_STYLE: RunStyle = { language: null, prosody: NEUTRAL_PROSODY, sayAs: null, ipa: null };
const NO_STYLE_CHANGE = new Set<Effect['kind']>(['break', 'mark']);

/**
 * SSML as runs in reading order. Strict: what is not well formed, not known or not possible is refused
 * with its place (a SottoError of kind `text`); no word is ever dropped silently.
 */
export function parseSsml(source: string): Run[] {
  return new SsmlReader(source).read();
}

class SsmlReader {
  readonly #source: string;
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #runs: Run[] = [];
  readonly #open: OpenElement[] = [];
  /** End of the construct read last: raw text holds no "<", so the next one starts at the next "<". */
  #cursor = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Run[] {
    const parser = this.#parser;
    parser.on('error', (error) => this.#malformed(error));
    parser.on('doctype', () => this.#fail(this.#nextTag(), 'a DOCTYPE is not allowed in SSML.'));
    parser.on('opentag', (tag) => this.#onOpen(tag));
    parser.on('closetag', (tag) => this.#onClose(tag));
    parser.on('comment', () => this.#skip());
    parser.on('processinginstruction', () => this.#skip());
    parser.on('xmldecl', () => this.#skip());
    parser.on('cdata', () => this.#onCdata());
    parser.write(this.#source).close();
    return this.#runs;
  }

  #onOpen(tag: SaxesTagPlain): void {
    const start = this.#nextTag();
    this.#flushText(start);
    const end = this.#parser.position;
    const effect = this.#effectOf(tag, start);
    this.#cursor = end;
    this.#open.push({ name: tag.name, effect, openStart: start, openEnd: end });
    this.#announce(effect, start, end);
  }

  #onClose(tag: SaxesTagPlain): void {
    const start = tag.isSelfClosing ? this.#cursor : this.#nextTag();
    this.#flushText(start);
    const end = this.#parser.position;
    const element = this.#open.pop();
    this.#cursor = end;
    if (element === undefined) return;
    if (element.effect.kind === 'boundary') {
      this.#runs.push({ kind: 'boundary', ends: element.effect.ends, span: { start, end } });
    }
    if (element.effect.kind === 'unit') this.#closeUnit(element, start, end);
  }

  /** A unit without text still speaks: it stands for its whole element. */
  #closeUnit(element: OpenElement, start: number, end: number): void {
    if (element.effect.kind !== 'unit') return;
    const { alias, style } = element.effect;
    const inner = plainCharacters(this.#source.slice(element.openEnd, start));
    const text = alias ?? (inner.trim() === '' ? (style.ipa ?? '') : inner);
    const empty = inner.trim() === '';
    const span = empty ? { start: element.openStart, end } : { start: element.openEnd, end: start };
    this.#runs.push({ kind: 'text', text, span, style });
  }

  #announce(effect: Effect, start: number, end: number): void {
    const span = { start, end };
    if (effect.kind === 'break') this.#runs.push({ kind: 'break', pauseMs: effect.pauseMs, span });
    if (effect.kind === 'mark') this.#runs.push({ kind: 'mark', name: effect.name, span });
    if (effect.kind === 'boundary') {
      this.#runs.push({ kind: 'boundary', ends: effect.ends, span });
    }
  }

  #effectOf(tag: SaxesTagPlain, start: number): Effect {
    const parent = this.#open.at(-1);
    const rule = Object.hasOwn(ELEMENTS, tag.name) ? ELEMENTS[tag.name] : undefined;
    if (rule === undefined) {
      return this.#fail(start, `<${tag.name}> is not known. Known are ${knownElements()}.`);
    }
    if ((parent === undefined) !== (tag.name === 'speak')) {
      return this.#fail(start, 'SSML begins with <speak>, and holds it once.');
    }
    if (parent?.effect.kind === 'unit' || (parent && NO_STYLE_CHANGE.has(parent.effect.kind))) {
      return this.#fail(start, `<${parent.name}> may not hold other elements.`);
    }
    for (const name of Object.keys(tag.attributes)) {
      if (rule.attributes.includes(name) || /^xmlns(?::|$)/.test(name)) continue;
      this.#fail(start, `<${tag.name}> has no attribute "${name}" here.`);
    }
    const missing = rule.required?.find((name) => tag.attributes[name] === undefined);
    if (missing !== undefined) this.#fail(start, `<${tag.name}> needs the attribute "${missing}".`);
    try {
      return rule.effect(tag.attributes, this.#style());
    } catch (thrown) {
      if (!(thrown instanceof BadValue)) throw thrown;
      return this.#fail(start, `in <${tag.name}>, ${thrown.message}.`);
    }
  }

  #style(): RunStyle {
    for (let i = this.#open.length - 1; i >= 0; i--) {
      const effect = this.#open[i]?.effect;
      if (effect !== undefined && 'style' in effect) return effect.style;
    }
    return ROOT_STYLE;
  }

  #flushText(end: number): void {
    const parent = this.#open.at(-1);
    const raw = this.#source.slice(this.#cursor, end);
    if (raw === '' || parent === undefined || parent.effect.kind === 'unit') return;
    if (NO_STYLE_CHANGE.has(parent.effect.kind) && raw.trim() !== '') {
      this.#fail(this.#cursor, `<${parent.name}> may not hold text.`);
    }
    this.#runs.push(...characterRuns(raw, this.#cursor, this.#style()));
  }

  #onCdata(): void {
    const start = this.#nextTag();
    this.#flushText(start);
    const parent = this.#open.at(-1);
    const opening = '<![CDATA['.length;
    const end = this.#parser.position;
    const span = { start: start + opening, end: end - ']]>'.length };
    this.#cursor = end;
    if (parent === undefined || parent.effect.kind === 'unit' || span.end <= span.start) return;
    const text = this.#source.slice(span.start, span.end);
    this.#runs.push({ kind: 'text', text, span, style: this.#style() });
  }

  #skip(): void {
    this.#flushText(this.#nextTag());
    // A comment is reported before its ">" is read.
    const end = this.#parser.position;
    this.#cursor = this.#source.charAt(end - 1) === '>' ? end : end + 1;
  }

  #nextTag(): number {
    const at = this.#source.indexOf('<', this.#cursor);
    return at < 0 ? this.#source.length : at;
  }

  #malformed(error: Error): never {
    const read = this.#source.slice(0, this.#parser.position);
    // The parser takes all up to the next ";" for an entity, and complains at the end of the text.
    const bareAmpersand = read.slice(this.#cursor).search(/&(?!#?\w+;)/);
    if (bareAmpersand >= 0) {
      return this.#fail(this.#cursor + bareAmpersand, 'a bare “&” is written “&amp;” in markup.');
    }
    const what = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    const unclosed = what.startsWith('unclosed tag') ? this.#open.at(-1)?.openStart : undefined;
    const at = unclosed ?? Math.max(0, read.lastIndexOf('<'));
    return this.#fail(at, `the markup is not well formed (${what}).`);
  }

  #fail(offset: number, fault: string): never {
    throw markupFault(this.#source, offset, fault);
  }
}

function knownElements(): string {
  return Object.keys(ELEMENTS)
    .map((name) => `<${name}>`)
    .join(', ');
}
