/**
 * Serves the built app the way a good static host would: isolation and security headers, ranges,
 * ETags, Brotli. Used by `npm start`, the end-to-end tests, `npm run say` and the bench.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMain, repositoryRoot } from './lib.mjs';

/** The one source of what hosts, development server and service worker send. */
export const headers = JSON.parse(
  readFileSync(fileURLToPath(new URL('../src/base/headers.json', import.meta.url)), 'utf8'),
);

/** Extensions that the server library has no media type for. */
const OTHER_TYPES = { '.onnx': 'application/octet-stream', '.data': 'application/octet-stream' };

const PORTS_TO_TRY = 20;

/**
 * @typedef {object} ServeOptions
 * @property {string} [dist] Folder to serve; by default the repository's `dist`.
 * @property {number} [port] 0 takes any free port. A port in use gives the next free one.
 * @property {boolean} [strictPort] Fail if the port is in use.
 * @property {string} [host] Address to listen on.
 * @property {boolean} [isolation] False leaves out the headers that give shared memory and threads.
 * @property {Record<string, string>} [headers] Sent besides the usual ones, or instead of them.
 */

/**
 * @typedef {object} Served
 * @property {string} url Ends with a slash.
 * @property {number} port
 * @property {() => Promise<void>} close Ends open connections too.
 */

/**
 * @param {ServeOptions} [options]
 * @returns {Promise<Served>}
 */
export async function serve(options = {}) {
  const { host = 'localhost', port = 4173, isolation = true, strictPort = false } = options;
  const dist = resolve(options.dist ?? join(repositoryRoot, 'dist'));
  if (!existsSync(join(dist, 'index.html'))) {
    throw new Error(`There is no built app in ${dist}: run "npm run build" first.`);
  }
  const { default: sirv } = await import('sirv');
  const sent = {
    ...headers.security,
    ...headers.sharing,
    ...(isolation ? headers.isolation : {}),
  };
  // `dev` looks at the disk for every request, so that a rebuild while serving is seen.
  const files = sirv(dist, { dev: true, etag: true, brotli: true, setHeaders: setFileHeaders });
  const server = createServer((request, response) => {
    const all = { ...sent, ...headers.pages[pathOf(request)], ...options.headers };
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
    // On this machine unpacking costs more time than the bytes; a range means the bytes as stored.
    if (isLoopback(request) || request.headers.range !== undefined) {
      delete request.headers['accept-encoding'];
    }
    files(request, response, () => notFound(response));
  });
  const actualPort = await listen(server, host, port, strictPort ? 1 : PORTS_TO_TRY);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}/`,
    port: actualPort,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function setFileHeaders(response, pathname) {
  const hashed = pathname.startsWith('/assets/');
  response.setHeader('Cache-Control', hashed ? headers.cache.hashed : headers.cache.other);
  const type = OTHER_TYPES[extname(pathname)];
  if (type !== undefined) response.setHeader('Content-Type', type);
  response.setHeader('Accept-Ranges', 'bytes');
}

/** As files are named: a host also answers addresses without their ending. */
function pathOf({ url }) {
  const path = new URL(url, 'http://localhost').pathname;
  return path.endsWith('/') || extname(path) !== '' ? path : `${path}.html`;
}

function isLoopback(request) {
  return /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '');
}

function notFound(response) {
  response.writeHead(404, { 'Content-Type': 'text/plain;charset=utf-8' });
  response.end('Not found.\n');
}

function listen(server, host, port, attempts) {
  return new Promise((listening, failed) => {
    server.once('error', (error) => {
      if (error.code !== 'EADDRINUSE' || port === 0) failed(error);
      else if (attempts > 1) listening(listen(server, host, port + 1, attempts - 1));
      else failed(new Error(`Port ${port} is in use: choose another with --port.`));
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      listening(server.address().port);
    });
  });
}

/** The command line of `serve`: also what `npm start` understands. */
export function parseServeArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4173' },
      host: { type: 'string', default: 'localhost' },
      dist: { type: 'string' },
      'strict-port': { type: 'boolean', default: false },
      'no-isolation': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`"${values.port}" is not a port: give a number from 0 to 65535.`);
  }
  return {
    port,
    host: values.host,
    strictPort: values['strict-port'],
    isolation: !values['no-isolation'],
    ...(values.dist === undefined ? {} : { dist: values.dist }),
  };
}

if (isMain(import.meta.url)) {
  const served = await serve(parseServeArguments(process.argv.slice(2)));
  console.log(`Serving at ${served.url}`);
}
