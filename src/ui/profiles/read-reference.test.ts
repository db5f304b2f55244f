import { expect, it } from 'vitest';
import { readReference } from './read-reference';

const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251);

it('takes a recording whole', async () => {
  const file = new File([bytes], 'me.wav', { type: 'audio/wav' });
  const read = await readReference(file);
  if (read.kind !== 'taken' || read.reference.kind !== 'audio') throw new Error('refused');
  expect(read.reference).toMatchObject({ fileName: 'me.wav', mediaType: 'audio/wav' });
  expect(Uint8Array.from(Buffer.from(read.reference.data, 'base64'))).toEqual(bytes);
});

it('takes a list of numbers', async () => {
  const read = await readReference(new File(['[0.5, -1]'], 'me.json'));
  expect(read).toEqual({
    kind: 'taken',
    reference: { kind: 'embedding', fileName: 'me.json', values: [0.5, -1] },
  });
});

it.each([
  new File([bytes], 'letter.pdf', { type: 'application/pdf' }),
  new File([], 'empty.wav', { type: 'audio/wav' }),
  new File(['{"a":1}'], 'a.json'),
  new File(['[1e999]'], 'a.json'),
  new File(['['], 'a.json'),
])('refuses $name that is neither', async (file) => {
  expect(await readReference(file)).toMatchObject({ kind: 'refused' });
});

it('refuses one that would not fit, without reading it', async () => {
  const file = { size: 9_000_001, name: 'long.wav' } as File;
  const read = await readReference(file);
  expect(read.kind === 'refused' && read.reason).toContain('too large');
});
