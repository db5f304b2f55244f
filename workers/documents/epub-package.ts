/** The parts of an EPUB 2 or 3 that say what it is and in which order it is read. */
import { Refusal } from '../../src/documents/refusal';
import { all, first, parseXml, type XmlElement } from './xml';
import { locked, type ZipArchive } from './zip';

export interface EpubPackage {
  readonly title: string | null;
  readonly author: string | null;
  readonly languageTag: string | null;
  /** Paths in the archive, in reading order. */
  readonly spine: readonly string[];
  /** The table of contents: of EPUB 3, else of EPUB 2. */
  readonly nav: { readonly kind: 'nav' | 'ncx'; readonly path: string } | null;
  readonly coverPath: string | null;
}

/** Fonts may be scrambled; that is no lock. */
const FONT_SCRAMBLING = ['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC'];

export async function readPackage(zip: ZipArchive): Promise<EpubPackage> {
  await refuseLocked(zip);
  const container = await zip.text('META-INF/container.xml');
  const root = container === null ? null : first(parseXml(container), 'rootfile');
  const path = decodePath(root?.attributes['full-path'] ?? '');
  const opf = await zip.text(path);
  if (opf === null) throw notABook();
  return packageOf(parseXml(opf), path);
}

async function refuseLocked(zip: ZipArchive): Promise<void> {
  if (zip.has('META-INF/rights.xml') || zip.has('META-INF/sinf.xml')) throw locked();
  const encryption = await zip.text('META-INF/encryption.xml');
  if (encryption === null) return;
  const methods = all(parseXml(encryption), 'EncryptedData').map(
    (data) => first(data, 'EncryptionMethod')?.attributes['Algorithm'] ?? '',
  );
  if (methods.some((method) => !FONT_SCRAMBLING.includes(method))) throw locked();
}

interface Item {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  readonly properties: readonly string[];
}

function packageOf(opf: XmlElement, opfPath: string): EpubPackage {
  const manifest = first(opf, 'manifest');
  const items = (manifest === null ? [] : all(manifest, 'item')).map(({ attributes }): Item => ({
    id: attributes['id'] ?? '',
    path: resolvePath(opfPath, attributes['href'] ?? ''),
    type: attributes['media-type'] ?? '',
    properties: (attributes['properties'] ?? '').split(/\s+/),
  }));
  const byId = new Map(items.map((item) => [item.id, item]));
  const spine = first(opf, 'spine');
  const refs = spine === null ? [] : all(spine, 'itemref');
  const paths = refs
    .filter(({ attributes }) => attributes['linear'] !== 'no')
    .flatMap(({ attributes }) => byId.get(attributes['idref'] ?? '')?.path ?? []);
  if (paths.length === 0) throw notABook();
  const nav = items.find(({ properties }) => properties.includes('nav'));
  const ncx =
    byId.get(spine?.attributes['toc'] ?? '') ??
    items.find(({ type }) => type === 'application/x-dtbncx+xml');
  return {
    title: first(opf, 'title')?.text || null,
    author: authorsOf(opf),
    languageTag: first(opf, 'language')?.text || null,
    spine: [...new Set(paths)],
    nav: nav ? { kind: 'nav', path: nav.path } : ncx ? { kind: 'ncx', path: ncx.path } : null,
    coverPath: coverOf(opf, items, byId),
  };
}

function authorsOf(opf: XmlElement): string | null {
  const creators = all(opf, 'creator').filter(({ attributes }) => {
    const role = attributes['role'];
    return role === undefined || role === 'aut';
  });
  return (
    creators
      .map(({ text }) => text)
      .filter(Boolean)
      .join(', ') || null
  );
}

function coverOf(
  opf: XmlElement,
  items: readonly Item[],
  byId: ReadonlyMap<string, Item>,
): string | null {
  const named = all(opf, 'meta').find(({ attributes }) => attributes['name'] === 'cover');
  const cover =
    items.find(({ properties }) => properties.includes('cover-image')) ??
    byId.get(named?.attributes['content'] ?? '') ??
    items.find(({ id, type }) => /cover/i.test(id) && type.startsWith('image/'));
  return cover?.type.startsWith('image/') === true ? cover.path : null;
}

/** A path in the archive from a link within one of its files; the fragment is dropped. */
export function resolvePath(from: string, link: string): string {
  const folders = from.split('/').slice(0, -1);
  for (const part of decodePath(link.split('#')[0] ?? '').split('/')) {
    if (part === '..') folders.pop();
    else if (part !== '.' && part !== '') folders.push(part);
  }
  return folders.join('/');
}

export function fragmentOf(link: string): string | null {
  const fragment = link.split('#')[1];
  return fragment ? decodePath(fragment) : null;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function notABook(): Refusal {
  return new Refusal(
    'says it is an EPUB but has no table of its parts',
    'Save it once more, for example with calibre, and open that.',
  );
}
