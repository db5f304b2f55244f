// Lines of {language, text} on standard input, one JSON string of IPA a line on standard output.
// A sentence is cut at its punctuation, because espeak-ng drops it; each piece is phonemised by
// itself and the mark is put back right after its last word.
import { createInterface } from 'node:readline';
import createEspeak from '@echogarden/espeak-ng-emscripten';

const VOICES = { en: 'en-us', de: 'de', nl: 'nl' };
const PIECES = /([^,.;:!?]|[,.;:!?](?=[^\s,.;:!?"'»”)]))+|[,.;:!?]+["'»”)]*/gu;

function readIpa(module, pointer) {
  const heap = module.HEAPU8;
  const end = heap.indexOf(0, pointer);
  return new TextDecoder().decode(heap.subarray(pointer, end));
}

function clean(ipa) {
  return ipa
    .replace(/\([a-z-]+\)/gu, '')
    .replace(/_/gu, '')
    .replace(/[\s|]+/gu, ' ')
    .trim();
}

function phonemise(module, worker, { language, text }) {
  worker.set_voice(VOICES[language]);
  const plain = text.replace(/\s[-–—]\s|—/gu, ', ').replace(/["“”„»«‘()]/gu, ' ');
  let ipa = '';
  for (const [piece] of plain.matchAll(PIECES)) {
    if (/^[,.;:!?]/u.test(piece)) ipa += `${piece[0]} `;
    else if (/[\p{L}\p{N}]/u.test(piece)) {
      const pointer = worker.convert_to_phonemes(piece.trim(), true).ptr;
      ipa += clean(readIpa(module, pointer));
    }
  }
  return ipa.trim();
}

const module = await createEspeak();
const worker = await new module.eSpeakNGWorker();
for await (const line of createInterface({ input: process.stdin }))
  if (line.trim()) console.log(JSON.stringify(phonemise(module, worker, JSON.parse(line))));
process.exit(0);
