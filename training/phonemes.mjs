// Lines of {language, text} on standard input, one JSON string of IPA a line on standard output: what
// the product's own plan makes of each text. Its clauses are joined: training is on whole sentences.
import { createInterface } from 'node:readline';
import { planner } from './product.mjs';

const plan = await planner();
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const { text, language } = JSON.parse(line);
  const phonemes = plan(text, language).map((utterance) => utterance.phonemes);
  console.log(JSON.stringify(phonemes.join(' ')));
}
process.exit(0);
