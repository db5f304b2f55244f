/** The voices that ship are what the catalogue says they are, byte for byte. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { weightsOf } from '../src/contracts/voices';
import { parseCatalogue } from '../src/voices/catalogue';

const folder = new URL('../public/voices/', import.meta.url);
const catalogue = parseCatalogue(
  JSON.parse(readFileSync(new URL('catalogue.json', folder), 'utf8')),
);

describe('the bundled catalogue', () => {
  it.each(catalogue.voices.flatMap((voice) => voice.files))('agrees with $url on disk', (file) => {
    const content = readFileSync(new URL(file.url, folder));
    expect(content.byteLength).toBe(file.bytes);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(`sha256:${sha256}`).toBe(file.digest);
  });

  it.each(catalogue.voices)('has a sample and a licence of $name', (voice) => {
    const sample = readFileSync(new URL(voice.sample?.url ?? '', folder));
    expect(sample.subarray(0, 4).toString()).toBe('RIFF');
    const licence = readFileSync(new URL(`${weightsOf(voice)}/LICENSE-recordings`, folder), 'utf8');
    expect(licence.length).toBeGreaterThan(0);
  });
});
