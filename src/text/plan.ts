import { languageOf } from '../contracts/languages';
import type { Block, Language, PlanOptions, Span, Utterance } from '../contracts/text';
import { clauses } from './clauses';
import { clean } from './clean';
import { withEvents } from './events';
import { utteranceId } from './identity';
import { LexiconReader } from './lexicon';
import { CLOSING_MARKS, SENTENCE_MARKS } from './marks';
import { pauseAfterMs } from './pauses';
import { pronunciationTag, type Phonemiser } from './phonemiser';
import { pronounce } from './pronounce';
import { sectionsOf, type Section } from './sections';
import { spansOf } from './sentence-spans';
import { sentences, type Range } from './split';
import { StyleMap } from './styles';
import type { Traced } from './traced';
import { wordsOf, type PlanWord, type ReadingContext } from './words';

/** A line without a full stop that stands alone is a heading if it is no longer than this. */
const MAX_HEADING = 80;
const CLOSED = new RegExp(`[${SENTENCE_MARKS}][${CLOSING_MARKS}]*$`, 'u');

/**
 * What to say of a block, clause by clause. Every word of it is in exactly one utterance. A block with
 * nothing to say yields none. Pure but for the phonemiser.
 */
export function planBlock(block: Block, options: PlanOptions, phonemiser: Phonemiser): Utterance[] {
  const planner = new BlockPlanner(block, options, phonemiser);
  return withEvents(planner.plan(), block.runs, options.language, options.startAt ?? 0);
}

interface Sentence {
  readonly text: Traced;
  readonly ends: Utterance['ends'];
  readonly isHeading: boolean;
}

class BlockPlanner implements ReadingContext {
  readonly styles: StyleMap;
  readonly language: Language;
  readonly #block: Block;
  readonly #options: PlanOptions;
  readonly #phonemiser: Phonemiser;
  readonly #lexicons = new Map<Language, LexiconReader>();
  readonly #breaks: readonly number[];
  readonly #utterances: Utterance[] = [];

  constructor(block: Block, options: PlanOptions, phonemiser: Phonemiser) {
    this.#block = block;
    this.#options = options;
    this.#phonemiser = phonemiser;
    this.language = options.language;
    this.styles = new StyleMap(block.runs);
    this.#breaks = block.runs.flatMap((run) => (run.kind === 'break' ? [run.span.start] : []));
  }

  lexicon(language: Language): LexiconReader {
    const known = this.#lexicons.get(language);
    if (known !== undefined) return known;
    const reader = new LexiconReader(this.#options.lexicon, language);
    this.#lexicons.set(language, reader);
    return reader;
  }

  plan(): Utterance[] {
    for (const section of sectionsOf(this.#block.runs)) {
      for (const sentence of this.#sentences(section)) this.#planSentence(sentence);
    }
    return this.#utterances;
  }

  #sentences({ text, ends }: Section): Sentence[] {
    const language = this.styles.languageAt(text.span(0, 1).start) ?? this.language;
    const cleaned = clean(text, language);
    const ranges = this.#wholeUnits(cleaned, sentences(cleaned.text, language));
    return ranges.map(({ from, to }, index) => {
      const sentence = cleaned.slice(from, to).replace(/\n/g, () => ' ');
      const isLast = index === ranges.length - 1;
      const isOpen = !CLOSED.test(sentence.text);
      const isHeading = ranges.length === 1 && isOpen && sentence.length <= MAX_HEADING;
      return {
        text: sentence,
        isHeading,
        ends: isLast ? (ends ?? (isOpen ? 'clause' : 'sentence')) : 'sentence',
      };
    });
  }

  /** Joins sentences that a cut would part inside text that is read, or was replaced, as one. */
  #wholeUnits(text: Traced, ranges: readonly Range[]): Range[] {
    const joined: Range[] = [];
    for (const range of ranges) {
      const last = joined.at(-1);
      const before = last && text.span(last.to - 1, last.to);
      const after = text.span(range.from, range.from + 1);
      const isParted =
        before !== undefined &&
        (before.end > after.start ||
          this.styles.isInsideUnit({ start: before.start, end: after.start }));
      if (isParted && last) joined.splice(-1, 1, { from: last.from, to: range.to });
      else joined.push(range);
    }
    return joined;
  }

  #planSentence({ text, ends, isHeading }: Sentence): void {
    const all = wordsOf(text, this);
    const startAt = this.#options.startAt ?? 0;
    const skipped = all.findIndex((word) => word.span.end > startAt);
    if (skipped < 0) return;
    const parts = this.#parts(all.slice(skipped));
    const spoken = skipped === 0 ? parts : [all.slice(0, skipped), ...parts];
    const spans = spansOf(text, spoken).slice(spoken.length - parts.length);
    parts.forEach((words, index) => {
      const span = spans[index];
      if (span === undefined) return;
      const isLast = index === parts.length - 1;
      this.#say(words, span, text.span(), isLast ? ends : 'clause', isHeading);
    });
  }

  /** Words of one sentence as utterances: cut where the style changes or a pause is set, then at clauses. */
  #parts(words: readonly PlanWord[]): PlanWord[][] {
    const parts: PlanWord[][] = [];
    let stretch: PlanWord[] = [];
    const close = () => {
      const shortStart =
        this.#options.shortStart && this.#utterances.length === 0 && parts.length === 0;
      for (const { from, to } of clauses(stretch, shortStart)) parts.push(stretch.slice(from, to));
      stretch = [];
    };
    for (const word of words) {
      const last = stretch.at(-1);
      if (last !== undefined && this.#mustCut(last, word)) close();
      stretch.push(word);
    }
    close();
    return parts;
  }

  #mustCut(before: PlanWord, after: PlanWord): boolean {
    if (before.language !== after.language) return true;
    const a = before.style.prosody;
    const b = after.style.prosody;
    if (a.rate !== b.rate || a.pitchSemitones !== b.pitchSemitones || a.gain !== b.gain)
      return true;
    return this.#breaks.some((at) => before.span.start < at && at <= after.span.start);
  }

  #spokenAs(language: Language): Pick<Utterance, 'language' | 'locale'> {
    const { locale } = this.#options;
    const isOfVoice = locale !== undefined && languageOf(locale) === language;
    return isOfVoice ? { language, locale } : { language };
  }

  #say(
    words: readonly PlanWord[],
    span: Span,
    sentence: Span,
    ends: Utterance['ends'],
    isHeading: boolean,
  ): void {
    const first = words[0];
    const lastPart = words.at(-1)?.parts.at(-1);
    if (first === undefined || lastPart === undefined) return;
    const { language } = first;
    const { prosody } = first.style;
    const stopped = ends !== 'clause' && lastPart.mark === '' ? withStop(words) : words;
    const spoken = this.#spokenAs(language);
    const tag = pronunciationTag(spoken);
    const { phonemes, phonemeWords } = pronounce(stopped, tag, this.#phonemiser);
    this.#utterances.push({
      id: utteranceId(span, `${language} ${JSON.stringify(prosody)} ${phonemes}`),
      span,
      sentence,
      ...spoken,
      words: words.map((word) => ({
        span: word.span,
        spoken: word.parts.map((part) => part.text).join(' '),
      })),
      phonemes,
      phonemeWords,
      pauseBeforeMs: 0,
      pauseAfterMs: pauseAfterMs(ends, lastPart.mark, isHeading),
      ends,
      prosody,
      marks: [],
    });
  }
}

/** A sentence that is written without a full stop is spoken with one. */
function withStop(words: readonly PlanWord[]): PlanWord[] {
  return words.map((word, index) => {
    if (index < words.length - 1) return word;
    const parts = word.parts.map((part, at) =>
      at === word.parts.length - 1 ? { ...part, mark: '.' as const } : part,
    );
    return { ...word, parts };
  });
}
