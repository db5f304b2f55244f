/** Writes a Brotli twin beside each file of the built app that shrinks; hosts serve those as they are. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { isMain, repositoryRoot } from './lib.mjs';

const compress = promisify(brotliCompress);
const EXTENSIONS = new Set(['.js', '.mjs', '.css', '.html', '.wasm', '.svg', '.json', '.data']);
/** Smaller files fit one packet anyway. */
const MINIMUM_BYTES = 1400;
/** Slow settings save a tenth more and take a minute; a host that cares can do better itself. */
const QUALITY = 5;

/** @returns {Promise<{ files: number, before: number, after: number }>} Bytes of the files compressed. */
async function compressFolder(folder) {
  const totals = { files: 0, before: 0, after: 0 };
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const wanted = entries.filter((entry) => entry.isFile() && EXTENSIONS.has(extname(entry.name)));
  for (const entry of wanted) {
    const path = join(entry.parentPath, entry.name);
    const raw = await readFile(path);
    if (raw.length < MINIMUM_BYTES) continue;
    const packed = await compress(raw, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
      },
    });
    await writeFile(`${path}.br`, packed);
    totals.files += 1;
    totals.before += raw.length;
    totals.after += packed.length;
  }
  return totals;
}

if (isMain(import.meta.url)) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const folder = positionals[0] ?? join(repositoryRoot, 'dist');
  const { files, before, after } = await compressFolder(folder);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  console.log(`Compressed ${files} files: ${megabytes(before)} MB to ${megabytes(after)} MB.`);
}
