/**
 * Runs in the page's origin, in a worker, as the weights worker does: the same bytes in the same pieces into
 * each kind of storage a browser has, read back whole, and gone on with from the middle. None waits for the disk.
 */
const DATABASE = 'sotto-bench-store';

const promised = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

/** As src/weights does it: a transaction a piece, not waiting for the disk. */
const indexedDb = async () => {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('chunks');
  const database = await promised(opening);
  return {
    append: async (offset, piece) => {
      const transaction = database.transaction('chunks', 'readwrite', { durability: 'relaxed' });
      transaction.objectStore('chunks').put(piece, offset);
      await done(transaction);
    },
    length: async (pieceBytes) => {
      const keys = await promised(
        database.transaction('chunks').objectStore('chunks').getAllKeys(),
      );
      return keys.length * pieceBytes;
    },
    read: async (bytes) => {
      const content = new Uint8Array(bytes);
      const chunks = database.transaction('chunks').objectStore('chunks');
      const keys = await promised(chunks.getAllKeys());
      for (let first = 0; first < keys.length; first += 4) {
        const four = keys.slice(first, first + 4);
        const pieces = await Promise.all(four.map((key) => promised(chunks.get(key))));
        pieces.forEach((piece, i) => content.set(piece, four[i]));
      }
      return content;
    },
    close: () => database.close(),
    drop: () => promised(indexedDB.deleteDatabase(DATABASE)),
  };
};

const opfs = async () => {
  const root = await navigator.storage.getDirectory();
  const handle = await (
    await root.getFileHandle(DATABASE, { create: true })
  ).createSyncAccessHandle();
  return {
    append: async (offset, piece) => void handle.write(piece, { at: offset }),
    length: async () => handle.getSize(),
    read: async (bytes) => {
      const content = new Uint8Array(bytes);
      handle.read(content, { at: 0 });
      return content;
    },
    close: () => handle.close(),
    drop: () => root.removeEntry(DATABASE),
  };
};

/** An entry a piece: a stored answer cannot be added to. */
const cacheApi = async () => {
  const cache = await caches.open(DATABASE);
  const address = (offset) => `${location.origin}/bench-store/${String(offset).padStart(12, '0')}`;
  return {
    append: (offset, piece) => cache.put(address(offset), new Response(piece)),
    length: async (pieceBytes) => (await cache.keys()).length * pieceBytes,
    read: async (bytes) => {
      const content = new Uint8Array(bytes);
      let offset = 0;
      const keys = await cache.keys();
      for (let first = 0; first < keys.length; first += 4) {
        const answers = await Promise.all(
          keys.slice(first, first + 4).map(async (key) => (await cache.match(key)).arrayBuffer()),
        );
        for (const answer of answers) {
          content.set(new Uint8Array(answer), offset);
          offset += answer.byteLength;
        }
      }
      return content;
    },
    close: () => {},
    drop: () => caches.delete(DATABASE),
  };
};

const KINDS = { IndexedDB: indexedDb, OPFS: opfs, 'Cache API': cacheApi };

const timed = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

async function fill(store, from, to, pieces) {
  for (let i = from; i < to; i++) await store.append(i * pieces[i].length, pieces[i]);
}

/** Milliseconds of each; `resume` opens what was left half done, finds out how far, and adds the rest. */
async function measure(kind, pieces) {
  const pieceBytes = pieces[0].length;
  const bytes = pieces.length * pieceBytes;
  const half = Math.floor(pieces.length / 2);
  const open = KINDS[kind];
  let store = await open();
  const write = await timed(() => fill(store, 0, pieces.length, pieces));
  store.close();
  store = await open();
  let content;
  const read = await timed(async () => (content = await store.read(bytes)));
  for (let i = 0; i < pieces.length; i++) {
    if (content[i * pieceBytes + 7] !== pieces[i][7]) throw new Error(`${kind} lost a piece.`);
  }
  store.close();
  await store.drop();
  store = await open();
  await fill(store, 0, half, pieces);
  store.close();
  const resume = await timed(async () => {
    store = await open();
    const from = (await store.length(pieceBytes)) / pieceBytes;
    if (from !== half) throw new Error(`${kind} lost its place.`);
    await fill(store, from, pieces.length, pieces);
  });
  store.close();
  await store.drop();
  return { write, read, resume };
}

onmessage = async ({ data: { megabytes, pieceMegabytes, rounds } }) => {
  try {
    const pieceBytes = pieceMegabytes * 2 ** 20;
    const pieces = Array.from({ length: Math.floor(megabytes / pieceMegabytes) }, () => {
      const piece = new Uint8Array(pieceBytes);
      // Noise: what compresses would flatter those that compress.
      for (let at = 0; at < pieceBytes; at += 65536) {
        crypto.getRandomValues(piece.subarray(at, at + 65536));
      }
      return piece;
    });
    const results = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
    // Turn about, so that a busy moment of the machine strikes all alike.
    for (let round = 0; round < rounds; round++) {
      for (const kind of Object.keys(KINDS)) results[kind].push(await measure(kind, pieces));
    }
    postMessage({ results });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
