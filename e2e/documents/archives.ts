/** Books and files as different makers lay them out; hostile ones as attackers do. All made anew. */
import { strToU8, zipSync, type Zippable } from 'fflate';

const STORED = { level: 0 } as const;
const xhtml = (title: string, body: string, attributes = '') =>
  `<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n` +
  `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" ${attributes}>` +
  `<head><title>${title}</title><link rel="stylesheet" href="style.css"/></head>` +
  `<body>${body}</body></html>`;

const container = (path: string) =>
  `<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">` +
  `<rootfiles><rootfile full-path="${path}" media-type="application/oebps-package+xml"/></rootfiles></container>`;

type Files = Record<string, string | Uint8Array>;

function pack(files: Files): Buffer {
  const entries: Zippable = { mimetype: [strToU8('application/epub+zip'), STORED] };
  for (const [name, data] of Object.entries(files)) {
    entries[name] = typeof data === 'string' ? strToU8(data) : data;
  }
  return Buffer.from(zipSync(entries));
}

export interface Part {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** EPUB 2 as calibre writes it: files split by size, `toc.ncx`, cover by `<meta name="cover">`, divs. */
export function calibreEpub(parts: readonly Part[], cover: Uint8Array): Buffer {
  const items = parts.map((_, i) => `part${i}_split_000.html`);
  const opf =
    `<?xml version='1.0' encoding='utf-8'?><package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="uuid_id">` +
    `<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">` +
    `<dc:title>The Harbour Book</dc:title><dc:creator opf:role="aut" opf:file-as="Vis, Noor">Noor Vis</dc:creator>` +
    `<dc:contributor opf:role="bkp">calibre (6.13.0)</dc:contributor><dc:language>en</dc:language>` +
    `<meta name="cover" content="cover"/></metadata><manifest>` +
    `<item href="cover.png" id="cover" media-type="image/png"/>` +
    `<item href="titlepage.xhtml" id="titlepage" media-type="application/xhtml+xml"/>` +
    items
      .map((name, i) => `<item href="${name}" id="id${i}" media-type="application/xhtml+xml"/>`)
      .join('') +
    `<item href="toc.ncx" id="ncx" media-type="application/x-dtbncx+xml"/></manifest>` +
    `<spine toc="ncx"><itemref idref="titlepage"/>${items.map((_, i) => `<itemref idref="id${i}"/>`).join('')}</spine>` +
    `<guide><reference type="cover" href="titlepage.xhtml" title="Cover"/></guide></package>`;
  const points = parts
    .map(
      ({ title }, i) =>
        `<navPoint id="n${i}" playOrder="${i}"><navLabel><text>${title}</text></navLabel>` +
        `<content src="${items[i] ?? ''}#calibre_pb_${i}"/></navPoint>`,
    )
    .join('');
  const ncx = `<?xml version='1.0'?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>${points}</navMap></ncx>`;
  const files: Files = {
    'META-INF/container.xml': container('content.opf'),
    'content.opf': opf,
    'toc.ncx': ncx,
    'cover.png': cover,
    'titlepage.xhtml': xhtml(
      'Cover',
      '<div><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image width="60" height="90" xlink:href="cover.png"/></svg></div>',
    ),
  };
  parts.forEach((part, i) => {
    const paragraphs = part.paragraphs.map((text) => `<p class="calibre1">${text}</p>`).join('\n');
    const body =
      `<div class="calibre" id="calibre_pb_${i}"></div>` +
      `<h2 class="calibre2"><a id="a${i}" class="calibre3"></a>${part.title}</h2>\n${paragraphs}`;
    files[items[i] ?? ''] = xhtml('Unknown', body, 'class="calibre"');
  });
  return pack(files);
}

/** EPUB 3 as InDesign exports it: `OEBPS`, hashed class names, scrambled fonts, spans in every word, page breaks. */
export function indesignEpub(parts: readonly Part[]): Buffer {
  const items = parts.map((_, i) => `Book-${i + 1}.xhtml`);
  const opf =
    `<?xml version="1.0" encoding="UTF-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="bookid">` +
    `<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><meta name="generator" content="Adobe InDesign 16.4"/>` +
    `<dc:title id="t1">Wind &amp; Weather</dc:title><dc:creator>Ada Quill</dc:creator><dc:language>en-GB</dc:language></metadata>` +
    `<manifest><item id="toc" href="toc.xhtml" media-type="application/xhtml+xml" properties="nav"/>` +
    items
      .map((name, i) => `<item id="x${i}" href="${name}" media-type="application/xhtml+xml"/>`)
      .join('') +
    `<item id="f" href="font/Font.otf" media-type="application/vnd.ms-opentype"/></manifest>` +
    `<spine>${items.map((_, i) => `<itemref idref="x${i}"/>`).join('')}<itemref idref="toc" linear="no"/></spine></package>`;
  const links = parts
    .map(({ title }, i) => `<li><a href="${items[i] ?? ''}#_idParaDest-${i}">${title}</a></li>`)
    .join('');
  const nav = xhtml(
    'Contents',
    `<nav epub:type="toc" id="toc"><ol>${links}</ol></nav><nav epub:type="page-list" hidden=""><ol><li><a href="${items[0] ?? ''}#page1">1</a></li></ol></nav>`,
  );
  const encryption =
    `<?xml version="1.0"?><encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">` +
    `<enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><enc:CipherData><enc:CipherReference URI="OEBPS/font/Font.otf"/></enc:CipherData></enc:EncryptedData></encryption>`;
  const files: Files = {
    'META-INF/container.xml': container('OEBPS/content.opf'),
    'META-INF/encryption.xml': encryption,
    'OEBPS/content.opf': opf,
    'OEBPS/toc.xhtml': nav,
    'OEBPS/font/Font.otf': new Uint8Array(64),
  };
  parts.forEach((part, i) => {
    const paragraphs = part.paragraphs
      .map(
        (text) =>
          `<p class="Basic-Paragraph"><span class="CharOverride-1">${text.replace(/ /, '</span> <span epub:type="pagebreak" id="page1" title="1">1</span><span class="CharOverride-2">')}</span></p>`,
      )
      .join('');
    const body = `<div id="_idContainer00${i}" class="Basic-Text-Frame"><h1 id="_idParaDest-${i}"><span class="CharOverride-3">${part.title}</span></h1>${paragraphs}</div>`;
    files[`OEBPS/${items[i] ?? ''}`] = xhtml(part.title, body, 'lang="en-GB" xml:lang="en-GB"');
  });
  return pack(files);
}

/** A book of about so many characters, with a chapter for each 10,000. */
export function longEpub(characters: number): Buffer {
  const sentence = 'The ferry left at seven and the quay was empty but for a dog and a lamp. ';
  const parts = Array.from({ length: Math.ceil(characters / 10_000) }, (_, chapter) => ({
    title: `Chapter ${chapter + 1}`,
    paragraphs: Array.from(
      { length: 20 },
      (_, i) => `Paragraph ${i + 1} of ${chapter + 1}. ${sentence.repeat(6)}`,
    ),
  }));
  return indesignEpub(parts);
}

/** A book whose one part is this. */
export function oneFileEpub(body: string, more: Files = {}, prolog = ''): Buffer {
  const part = xhtml('One', body);
  return pack({
    'META-INF/container.xml': container('content.opf'),
    'content.opf':
      `<package><metadata><dc:title>One</dc:title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>` +
      `<spine><itemref idref="a"/></spine></package>`,
    'a.xhtml': prolog === '' ? part : part.replace('<!DOCTYPE html>', prolog),
    ...more,
  });
}
