/**
 * Speaks as the public model hubs do, and fails as networks do. Two origins: the hub itself, which redirects
 * to where large files lie (`/<owner>/<repo>/resolve/<revision>/<path>`) and lists what it has
 * (`/api/models/<owner>/<repo>/tree/<revision>`), and the store it redirects to. Neither answers preflights.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * @typedef {object} HubFile
 * @property {string} repo `<owner>/<name>`.
 * @property {string} path
 * @property {Buffer} content
 * @property {boolean} [lfs] Kept as a large file, behind a redirect; default yes.
 *
 * @typedef {{ kind: 'cut', afterBytes: number } | { kind: 'status', status: number } | { kind: 'html' }
 *   | { kind: 'length', claimedBytes: number } | { kind: 'flipBit', atByte: number } | { kind: 'noRange' }
 *   | { kind: 'changed' }} Fault
 *
 * @typedef {object} Request What came to the origin that serves the bytes.
 * @property {string} path
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {number} offset
 * @property {number} sentBytes
 *
 * @typedef {object} Hub
 * @property {string} origin
 * @property {string} storeOrigin
 * @property {Fault[]} faults What happens to the requests for bytes, in turn; afterwards all goes well.
 * @property {Request[]} requests
 * @property {string[]} preflights Their paths; a hub need not answer them.
 * @property {number | null} bytesPerSecond Null: as fast as it goes.
 * @property {(repo: string, path: string) => string} urlOf
 * @property {(repo: string) => string} treeOf
 * @property {() => void} forget Forgets requests and faults.
 * @property {() => Promise<void>} close
 */

const COMMIT = createHash('sha1').update('a commit').digest('hex');
const SLICE_BYTES = 64 * 1024;
const EXPOSED =
  'X-Repo-Commit, X-Linked-Size, X-Linked-ETag, ETag, Link, Accept-Ranges, Content-Range';

export const sha256Of = (content) => createHash('sha256').update(content).digest('hex');
export const gitIdOf = (content) =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

/**
 * Bytes that do not repeat, the same for the same seed.
 *
 * @param {number} bytes
 * @param {number} seed
 * @returns {Buffer}
 */
export function noise(bytes, seed) {
  const words = new Uint32Array(Math.ceil(bytes / 4));
  let state = seed + 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return Buffer.from(words.buffer, 0, bytes);
}

/**
 * @param {readonly HubFile[]} files
 * @returns {Promise<Hub>}
 */
export async function startHub(files) {
  const known = files.map((file) => ({
    lfs: true,
    ...file,
    sha256: sha256Of(file.content),
    gitId: gitIdOf(file.content),
  }));
  const hub = { faults: [], requests: [], preflights: [], bytesPerSecond: null };
  const find = (repo, path) => known.find((file) => file.repo === repo && file.path === path);
  const guarded = (answer) => (request, response) => {
    if (request.method === 'OPTIONS') {
      hub.preflights.push(request.url);
      response.writeHead(405).end();
      return;
    }
    answer(request, response).catch(() => response.destroy());
  };

  const store = createServer(
    guarded(async (request, response) => {
      const [, sha256] = request.url.split('/');
      await serveBytes(
        hub,
        known.find((file) => file.sha256 === sha256),
        request,
        response,
      );
    }),
  );
  const storeOrigin = await listen(store);

  const front = createServer(
    guarded(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url, 'http://hub');
      const tree = /^\/api\/models\/([^/]+\/[^/]+)\/tree\/[^/]+\/?(.*)$/.exec(pathname);
      if (tree !== null) {
        const isRecursive = searchParams.get('recursive') === 'true';
        return sendTree(known, decodeURIComponent(tree[1]), tree[2], isRecursive, response);
      }
      const asked = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(decodeURIComponent(pathname));
      const file = asked === null ? undefined : find(asked[1], asked[2]);
      if (file === undefined) return void response.writeHead(404, cors()).end('Entry not found');
      const headers = { ...cors(), 'x-repo-commit': COMMIT, 'accept-ranges': 'bytes' };
      if (!file.lfs) return serveBytes(hub, file, request, response, headers);
      response
        .writeHead(302, {
          ...headers,
          location: `${storeOrigin}/${file.sha256}`,
          'x-linked-etag': `"${file.sha256}"`,
          'x-linked-size': file.content.length,
          etag: `"${file.gitId}"`,
        })
        .end();
    }),
  );
  const origin = await listen(front);

  return Object.assign(hub, {
    origin,
    storeOrigin,
    urlOf: (repo, path) => `${origin}/${repo}/resolve/main/${path}`,
    treeOf: (repo) => `${origin}/api/models/${repo}/tree/main`,
    forget: () => {
      hub.faults.length = 0;
      hub.requests.length = 0;
      hub.preflights.length = 0;
      hub.bytesPerSecond = null;
    },
    close: async () => {
      for (const server of [front, store]) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  });
}

const cors = () => ({
  'access-control-allow-origin': '*',
  'access-control-expose-headers': EXPOSED,
  vary: 'Origin',
});

async function listen(server) {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return `http://localhost:${server.address().port}`;
}

/** As the hubs list a revision: git's id of each entry and, for large files, that of the content. */
function sendTree(known, repo, folder, isRecursive, response) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = known.filter((file) => file.repo === repo && file.path.startsWith(prefix));
  if (below.length === 0) {
    response.writeHead(404, cors()).end(JSON.stringify({ error: 'Repository not found' }));
    return;
  }
  const isDirect = ({ path }) => !path.slice(prefix.length).includes('/');
  const listed = below
    .filter((file) => isRecursive || isDirect(file))
    .map(({ path, content, lfs, sha256, gitId }) => ({
      type: 'file',
      oid: gitId,
      size: content.length,
      ...(lfs ? { lfs: { oid: sha256, size: content.length, pointerSize: 135 } } : {}),
      path,
    }));
  const folders = new Set(
    below
      .filter((file) => !isDirect(file))
      .map(({ path }) => `${prefix}${path.slice(prefix.length).split('/')[0]}`),
  );
  const directories = [...folders].map((path) => ({
    type: 'directory',
    oid: gitIdOf(Buffer.from(path)),
    size: 0,
    path,
  }));
  response
    .writeHead(200, { ...cors(), 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify([...directories, ...listed]));
}

async function serveBytes(hub, file, request, response, extra = cors()) {
  const fault = hub.faults.shift() ?? null;
  const noted = { path: file?.path ?? '', headers: request.headers, offset: 0, sentBytes: 0 };
  hub.requests.push(noted);
  if (file === undefined || fault?.kind === 'status') {
    response.writeHead(fault?.status ?? 404, extra).end('no');
    return;
  }
  if (fault?.kind === 'html') {
    response
      .writeHead(200, { ...extra, 'content-type': 'text/html; charset=utf-8' })
      .end('<!doctype html><title>Sign in to the network</title>');
    return;
  }
  const { content, sha256 } = file;
  const etag = fault?.kind === 'changed' ? '"another"' : `"${sha256}"`;
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  const isPart =
    asked !== null && fault?.kind !== 'noRange' && (condition === undefined || condition === etag);
  const offset = isPart ? Number(asked[1]) : 0;
  noted.offset = offset;
  const headers = { ...extra, etag, 'content-type': 'application/octet-stream' };
  if (offset >= content.length) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  if (isPart) {
    headers['content-range'] = `bytes ${offset}-${content.length - 1}/${content.length}`;
  }
  const rest = content.length - offset;
  headers['content-length'] = fault?.kind === 'length' ? fault.claimedBytes : rest;
  response.writeHead(isPart ? 206 : 200, headers);
  if (request.method === 'HEAD') return void response.end();
  await sendBody(hub, noted, response, content.subarray(offset), fault);
}

async function sendBody(hub, noted, response, body, fault) {
  const limit = fault?.kind === 'cut' ? Math.min(fault.afterBytes, body.length) : body.length;
  for (let start = 0; start < limit; start += SLICE_BYTES) {
    let slice = body.subarray(start, Math.min(limit, start + SLICE_BYTES));
    if (fault?.kind === 'flipBit') {
      const at = (fault.atByte % body.length) - start;
      if (at >= 0 && at < slice.length) {
        slice = Buffer.from(slice);
        slice[at] ^= 1;
      }
    }
    if (response.destroyed) return;
    noted.sentBytes += slice.length;
    if (!response.write(slice)) {
      const stop = new AbortController();
      const { signal } = stop;
      await Promise.race([
        once(response, 'drain', { signal }),
        once(response, 'close', { signal }),
      ]);
      stop.abort();
    }
    if (hub.bytesPerSecond !== null) {
      await new Promise((resolve) =>
        setTimeout(resolve, (slice.length / hub.bytesPerSecond) * 1e3),
      );
    }
  }
  if (limit === body.length) response.end();
  // What was written is delivered, then the line goes dead before the promised length.
  else response.socket?.end();
}
