import type { DocumentFormat, Run } from '../contracts/text';
import { parseSsml } from './ssml/parse';
import { NEUTRAL_STYLE } from './styles';

/** Runs of a whole text; plain text is a single one. */
export function parseDocument(source: string, format: DocumentFormat): readonly Run[] {
  if (format === 'ssml') return parseSsml(source);
  const span = { start: 0, end: source.length };
  return [{ kind: 'text', text: source, span, style: NEUTRAL_STYLE }];
}
