/** The origin's private file system: the one place in a browser where a file can grow without being held. */
import type { WorkDisk, WorkFile } from './disk';

const FOLDER = 'exports';

export async function opfsDisk(storage: StorageManager): Promise<WorkDisk> {
  const root = await storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  const fileOf = async (work: string, name: string) => {
    const directory = await folder.getDirectoryHandle(work, { create: true });
    return directory.getFileHandle(name, { create: true });
  };
  return {
    isKept: true,
    works: async () => {
      const names: string[] = [];
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === 'directory') names.push(name);
      }
      return names;
    },
    open: async (work, name) => workFile(await (await fileOf(work, name)).createSyncAccessHandle()),
    blob: async (work, name) => (await fileOf(work, name)).getFile(),
    remove: (work) => folder.removeEntry(work, { recursive: true }),
  };
}

function workFile(handle: FileSystemSyncAccessHandle): WorkFile {
  return {
    get size() {
      return handle.getSize();
    },
    read: (target, at) => handle.read(target, { at }),
    write: (bytes, at) => {
      const written = handle.write(bytes, { at });
      // Chromium says in this way only that the disk is full: by less, or by 2^32 less its error's number.
      if (written !== bytes.length)
        throw new DOMException('The disk is full.', 'QuotaExceededError');
    },
    truncate: (size) => handle.truncate(size),
    flush: () => handle.flush(),
    close: () => handle.close(),
  };
}
