import type { DocumentModel } from '../../src/contracts/documents';

/** What a reader of one format finds; what it does not know is null. */
export type ReadContent = Omit<DocumentModel, 'format' | 'title'> & {
  readonly title: string | null;
};
