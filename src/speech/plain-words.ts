/** A plan without any front-end: words are what blank space parts. */
import type {
  Block,
  Language,
  PlanOptions,
  Prosody,
  Run,
  Span,
  Utterance,
} from '../contracts/text';
import { withEvents } from '../text/events';
import { utteranceId } from '../text/identity';
import { graphemeBoundary } from '../text/paragraphs';
import { pauseAfterMs } from '../text/pauses';

/** About a clause. */
const MAX_WORDS = 12;
const MAX_WORD_UNITS = 60;

/** Something of it can be said; a lone mark of punctuation cannot. */
const SPEAKABLE = /[\p{L}\p{N}\p{Sc}\p{So}]|^[+=%&@#]$/u;
const OPENING = /^["'([{«„“‚‘¿¡*_~-]+/u;
const CLOSING = /["')\]}»”’.,;:!?…*_~-]+$/u;
const SENTENCE_END = /[.!?…。！？]["')\]}»”’]*$/u;

interface PlainWord {
  readonly span: Span;
  readonly spoken: string;
  readonly language: Language;
  readonly prosody: Prosody;
  readonly ends: Utterance['ends'];
  /** The markup sets a pause before it. */
  readonly followsBreak: boolean;
}

/** Cannot fail: it is asked when planning has. Nothing is normalised; the formant voice reads numbers. */
export function planWords({ runs }: Block, options: PlanOptions): Utterance[] {
  const startAt = options.startAt ?? 0;
  const words = wordsOf(runs, options.language).filter(({ span }) => span.end > startAt);
  const utterances = sentencesOf(words).flatMap((sentence) =>
    clausesOf(sentence).map((clause) => utteranceOf(clause, spanOf(sentence))),
  );
  return withEvents(utterances, runs, options.language, startAt);
}

function wordsOf(runs: readonly Run[], fallback: Language): PlainWord[] {
  const words: PlainWord[] = [];
  let followsBreak = false;
  for (const run of runs) {
    const last = words.at(-1);
    if (run.kind === 'boundary' && last !== undefined) {
      words.splice(-1, 1, { ...last, ends: run.ends });
    }
    if (run.kind === 'break') followsBreak = true;
    if (run.kind !== 'text') continue;
    const { language, prosody } = run.style;
    for (const token of tokensOf(run)) {
      words.push({ ...token, language: language ?? fallback, prosody, followsBreak });
      followsBreak = false;
    }
  }
  return words;
}

type Token = Pick<PlainWord, 'span' | 'spoken' | 'ends'>;

function tokensOf({ text, span }: Extract<Run, { kind: 'text' }>): Token[] {
  const isVerbatim = text.length === span.end - span.start;
  if (!isVerbatim) {
    return SPEAKABLE.test(text) ? [{ span, spoken: text.trim(), ends: endOf(text) }] : [];
  }
  const tokens: Token[] = [];
  for (const { index, 0: token } of text.matchAll(/\S+/gu)) {
    for (const { start, end } of boundedPieces(token)) {
      const piece = token.slice(start, end);
      if (!SPEAKABLE.test(piece)) continue;
      const at = span.start + index;
      tokens.push({
        span: { start: at + start, end: at + end },
        spoken: bare(piece),
        ends: endOf(piece),
      });
    }
  }
  return tokens;
}

function* boundedPieces(token: string): Generator<Span> {
  let start = 0;
  while (token.length - start > MAX_WORD_UNITS) {
    const end = graphemeBoundary(token, start, start + MAX_WORD_UNITS);
    yield { start, end };
    start = end;
  }
  yield { start, end: token.length };
}

function bare(token: string): string {
  const inner = token.replace(OPENING, '').replace(CLOSING, '');
  return inner === '' ? token : inner;
}

function endOf(token: string): Utterance['ends'] {
  return SENTENCE_END.test(token) ? 'sentence' : 'clause';
}

function sentencesOf(words: readonly PlainWord[]): PlainWord[][] {
  const sentences: PlainWord[][] = [];
  let isOpen = false;
  for (const word of words) {
    if (isOpen) sentences.at(-1)?.push(word);
    else sentences.push([word]);
    isOpen = word.ends === 'clause';
  }
  return sentences;
}

function clausesOf(sentence: readonly PlainWord[]): PlainWord[][] {
  const clauses: PlainWord[][] = [];
  for (const word of sentence) {
    const clause = clauses.at(-1);
    const last = clause?.at(-1);
    const goesOn =
      last !== undefined &&
      (clause?.length ?? 0) < MAX_WORDS &&
      !word.followsBreak &&
      last.language === word.language &&
      last.prosody === word.prosody;
    if (goesOn) clause?.push(word);
    else clauses.push([word]);
  }
  return clauses;
}

function spanOf(words: readonly PlainWord[]): Span {
  return { start: words[0]?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 };
}

function utteranceOf(words: readonly PlainWord[], sentence: Span): Utterance {
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) throw new Error('A clause has words.');
  const { language, prosody } = first;
  const span = spanOf(words);
  const text = words.map(({ spoken }) => spoken).join(' ');
  return {
    id: utteranceId(span, `plain ${language} ${JSON.stringify(prosody)} ${text}`),
    span,
    sentence,
    language,
    words: words.map((word) => ({ span: word.span, spoken: word.spoken })),
    phonemes: '',
    phonemeWords: [],
    pauseBeforeMs: 0,
    pauseAfterMs: pauseAfterMs(last.ends, '', false),
    ends: last.ends,
    prosody,
    marks: [],
    isPlain: true,
  };
}
