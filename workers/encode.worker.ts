/** Keeps what exports have spoken, and makes files of it and of speech over HTTP, off the page's thread. */
import { exposeApi } from '../src/rpc/expose';
import { breathe } from './breathe';
import { createExportApi } from './encode/api';
import { memoryDisk } from './encode/memory-disk';
import { opfsDisk } from './encode/opfs-disk';
import { createStreamApi } from './encode/stream';
import { freeBytes, soundFormats } from './encode/surroundings';

exposeApi({
  ...createExportApi({
    // Absent in some private windows, whatever the types say.
    openDisk: () => opfsDisk(navigator.storage).catch(() => memoryDisk()),
    formats: soundFormats,
    freeBytes,
    newId: () => crypto.randomUUID(),
    timestamp: Date.now,
    breathe,
  }),
  ...createStreamApi({ formats: soundFormats }),
});
