/** Several style tables in one archive, as `numpy.savez` writes it. What is read was made by others. */
import { unzipSync } from 'fflate';
import { readNpy } from './npy';
import { checkedTable, unusableStyle, type StyleTable } from './table';

const SUFFIX = '.npy';
/** Kitten has 8 voices of 400 kB; an archive that says it holds far more is not unpacked. */
const MAX_BYTES_EACH = 8 * 2 ** 20;
const MAX_TABLES = 256;

/** By name. Throws kind `modelLoad` when it is not an archive of style tables. */
export function readStyleArchive(bytes: Uint8Array, file: string): ReadonlyMap<string, StyleTable> {
  const tables = new Map<string, StyleTable>();
  for (const [name, content] of Object.entries(unzip(bytes, file))) {
    const voice = name.slice(0, -SUFFIX.length);
    const { shape, values } = readArray(content, `${file}/${name}`);
    tables.set(voice, checkedTable(shape, values, `${file}/${name}`));
  }
  if (tables.size === 0) throw unusableStyle(file, 'there is no array in it');
  return tables;
}

function unzip(bytes: Uint8Array, file: string): Record<string, Uint8Array> {
  let entries = 0;
  const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
    if (!name.endsWith(SUFFIX)) return false;
    if (originalSize > MAX_BYTES_EACH || ++entries > MAX_TABLES) throw new Error('too large');
    return true;
  };
  try {
    return unzipSync(bytes, { filter });
  } catch (thrown) {
    throw unusableStyle(file, 'it is no archive of voices', thrown);
  }
}

function readArray(content: Uint8Array, file: string) {
  try {
    return readNpy(content);
  } catch (thrown) {
    throw unusableStyle(file, 'it is no array of styles', thrown);
  }
}
