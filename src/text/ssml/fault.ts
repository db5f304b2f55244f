import { SottoError } from '../../base/errors';

/** A fault in the markup, at a UTF-16 offset of the source; the reader is told line and column. */
export function markupFault(source: string, offset: number, fault: string): SottoError {
  const before = source.slice(0, offset).split(/\r\n?|\n/);
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new SottoError(
    `Line ${line}, column ${column}: ${fault}`,
    { kind: 'text', operation: 'ssml', offset },
    {
      operation: 'ssml',
      component: 'text',
      suggestion:
        'Correct the markup there, or take <speak> away to have all of it read as plain text.',
    },
  );
}
