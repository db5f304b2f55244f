/** For browsers without a private file system: works last as long as the page. */
import type { WorkDisk, WorkFile } from './disk';

const PART_BYTES = 2 ** 20;

/** Bytes in parts, so that growing never copies what is there. */
class Store {
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  size = 0;

  each(from: number, count: number, visit: (part: Uint8Array, done: number) => void): void {
    for (let done = 0; done < count;) {
      const at = from + done;
      const index = Math.floor(at / PART_BYTES);
      while (this.#parts.length <= index) this.#parts.push(new Uint8Array(PART_BYTES));
      const start = at % PART_BYTES;
      const length = Math.min(count - done, PART_BYTES - start);
      visit((this.#parts[index] as Uint8Array).subarray(start, start + length), done);
      done += length;
    }
  }

  truncate(size: number): void {
    const { size: before } = this;
    this.size = size;
    if (size < before) this.each(size, before - size, (part) => part.fill(0));
    this.#parts.length = Math.min(this.#parts.length, Math.ceil(size / PART_BYTES));
  }

  blob(): Blob {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    this.each(0, this.size, (part) => pieces.push(part as Uint8Array<ArrayBuffer>));
    return new Blob(pieces);
  }
}

export function memoryDisk(): WorkDisk {
  const works = new Map<string, Map<string, Store>>();
  const open = new Set<Store>();
  const storeOf = (work: string, name: string): Store => {
    const files = works.get(work) ?? new Map<string, Store>();
    works.set(work, files);
    const store = files.get(name) ?? new Store();
    files.set(name, store);
    return store;
  };
  return {
    isKept: false,
    works: () => Promise.resolve([...works.keys()]),
    open: (work, name) => {
      const store = storeOf(work, name);
      if (open.has(store)) {
        const busy = new DOMException('It is open.', 'NoModificationAllowedError');
        return Promise.reject(busy);
      }
      open.add(store);
      return Promise.resolve(memoryFile(store, () => open.delete(store)));
    },
    blob: (work, name) => Promise.resolve(storeOf(work, name).blob()),
    remove: (work) => {
      works.delete(work);
      return Promise.resolve();
    },
  };
}

function memoryFile(store: Store, onClose: () => void): WorkFile {
  return {
    get size() {
      return store.size;
    },
    read: (target, at) => {
      const count = Math.max(0, Math.min(target.length, store.size - at));
      store.each(at, count, (part, done) => target.set(part, done));
      return count;
    },
    write: (bytes, at) => {
      store.size = Math.max(store.size, at + bytes.length);
      store.each(at, bytes.length, (part, done) => {
        part.set(bytes.subarray(done, done + part.length));
      });
    },
    truncate: (size) => store.truncate(size),
    flush: () => {},
    close: onClose,
  };
}
