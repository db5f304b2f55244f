// Packs espeak-ng's data: what English, German and Dutch need (1 MB instead of 24) into one file that is
// always there, and each other dictionary with its voices into one of its own, to be fetched when wanted.
// A pack is a little-endian uint32 header length, a JSON header, then the files' bytes in order.
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

const FOLDER = fileURLToPath(new URL('../workers/espeak/data/', import.meta.url));

async function readEspeak() {
  const folder = dirname(
    createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten'),
  );
  const script = await readFile(join(folder, 'espeak-ng.js'), 'utf8');
  const data = await readFile(join(folder, 'espeak-ng.data'));
  const size = SIZE.exec(script);
  if (size === null) throw new Error('espeak-ng.js does not tell the size of its data package.');
  const ranges = new Map(
    [...script.matchAll(FILE)].map(([, name, start, end]) => [
      name,
      { start: Number(start), end: Number(end) },
    ]),
  );
  return { data, ranges, packageBytes: Number(size[1]) };
}

function pack(header, parts) {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text, ...parts]);
}

/** Bytes of the pack. `packageBytes` in its header is the size of the package the files are scattered in. */
export async function packEspeak() {
  const { data, ranges, packageBytes } = await readEspeak();
  const files = NEEDED.map((name) => {
    const range = ranges.get(name);
    if (range === undefined) throw new Error(`espeak-ng.js lists no ${name}.`);
    return range;
  });
  return pack(
    { packageBytes, files },
    files.map(({ start, end }) => data.subarray(start, end)),
  );
}

/**
 * A pack for each dictionary and the voices that read with it, by the dictionary's name. Voices have
 * lower-case names in it: espeak-ng looks for no others.
 */
export async function packLanguages() {
  const { data, ranges } = await readEspeak();
  const packs = new Map();
  for (const [name, { start, end }] of ranges) {
    if (!name.startsWith('lang/') || NEEDED.includes(name)) continue;
    const bytes = data.subarray(start, end);
    const dictionary = dictionaryOf(name, bytes.toString('latin1'));
    const files = packs.get(dictionary) ?? [];
    packs.set(dictionary, [...files, { name: name.toLowerCase(), bytes }]);
  }
  return new Map(
    [...packs].map(([dictionary, voices]) => {
      const name = `${dictionary}_dict`;
      const range = ranges.get(name);
      if (range === undefined) throw new Error(`espeak-ng.js lists no ${name}.`);
      const isThere = NEEDED.includes(name);
      const own = isThere ? [] : [{ name, bytes: data.subarray(range.start, range.end) }];
      const files = [...voices, ...own];
      const header = {
        files: files.map((file) => ({ name: file.name, bytes: file.bytes.length })),
      };
      return [
        dictionary,
        pack(
          header,
          files.map(({ bytes }) => bytes),
        ),
      ];
    }),
  );
}

/** The one it names, or that of the first language it lists. */
function dictionaryOf(name, voice) {
  const own = /^dictionary\s+(\S+)/m.exec(voice)?.[1];
  const language = /^language\s+([a-z]+)/m.exec(voice)?.[1];
  const dictionary = own ?? language;
  if (dictionary === undefined) throw new Error(`${name} names no language.`);
  return dictionary;
}

/** Writes the packs unless they are there already; a rename makes each whole or absent, the first one last. */
export async function ensureEspeakPack() {
  const script = fileURLToPath(import.meta.url);
  const first = join(FOLDER, 'espeak.data');
  const written = await stat(first).catch(() => null);
  const isComplete = (await stat(join(FOLDER, 'lang-fr.data')).catch(() => null)) !== null;
  if (isComplete && written !== null && written.mtimeMs > (await stat(script)).mtimeMs)
    return false;
  await mkdir(FOLDER, { recursive: true });
  for (const [name, bytes] of await packLanguages()) {
    await writeWhole(join(FOLDER, `lang-${name}.data`), bytes);
  }
  await writeWhole(first, await packEspeak());
  return true;
}

async function writeWhole(path, bytes) {
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, bytes);
  await rename(partial, path);
}
