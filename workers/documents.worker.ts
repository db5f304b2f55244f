/** Reads one file and is ended after it (library/read-document.ts): strangers' files are parsed here alone. */
import type { DocumentsApi } from '../src/contracts/documents';
import { exposeApi } from '../src/rpc/expose';
import { readFile } from './documents/read-file';

exposeApi({ read: readFile } satisfies DocumentsApi);
