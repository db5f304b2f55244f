// Packs the part of espeak-ng's data that English, German and Dutch need (1 MB instead of 24) into
// one file: a little-endian uint32 header length, a JSON header, then the files' bytes in order.
import { createRequire } from 'node:module';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [
  'phontab',
  'phondata',
  'phonindex',
  'intonations',
  'en_dict',
  'de_dict',
  'nl_dict',
  'lang/gmw/en',
  'lang/gmw/en-US',
  'lang/gmw/de',
  'lang/gmw/nl',
];
const FILE = /\{filename:"\/usr\/share\/espeak-ng-data\/([^"]+)",start:(\d+),end:(\d+)\}/g;
const SIZE = /remote_package_size:(\d+)/;

const ESPEAK_PACK = fileURLToPath(new URL('../workers/espeak/data/espeak.data', import.meta.url));

/** Bytes of the pack. `packageBytes` in its header is the size of the package the files are scattered in. */
export async function packEspeak() {
  const folder = dirname(
    createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten'),
  );
  const script = await readFile(join(folder, 'espeak-ng.js'), 'utf8');
  const data = await readFile(join(folder, 'espeak-ng.data'));
  const size = SIZE.exec(script);
  const found = new Map(
    [...script.matchAll(FILE)].map(([, name, start, end]) => [name, [start, end]]),
  );
  if (size === null) throw new Error('espeak-ng.js does not tell the size of its data package.');
  const files = NEEDED.map((name) => {
    const range = found.get(name);
    if (range === undefined) throw new Error(`espeak-ng.js lists no ${name}.`);
    return { start: Number(range[0]), end: Number(range[1]) };
  });
  const header = Buffer.from(JSON.stringify({ packageBytes: Number(size[1]), files }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([
    length,
    header,
    ...files.map(({ start, end }) => data.subarray(start, end)),
  ]);
}

/** Writes the pack unless it is there already; a rename makes it whole or absent. */
export async function ensureEspeakPack() {
  const script = fileURLToPath(import.meta.url);
  const written = await stat(ESPEAK_PACK).catch(() => null);
  if (written !== null && written.mtimeMs > (await stat(script)).mtimeMs) return false;
  await mkdir(dirname(ESPEAK_PACK), { recursive: true });
  const partial = `${ESPEAK_PACK}.${process.pid}`;
  await writeFile(partial, await packEspeak());
  await rename(partial, ESPEAK_PACK);
  return true;
}
