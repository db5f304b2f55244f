import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import { Refusal } from '../../src/documents/refusal';
import { BlockWriter } from './block-writer';
import { languageOfTag } from './epub';
import { readHtml } from './html-model';
import type { ReadContent } from './read-content';
import { first, parseXml, refuseEntities } from './xml';
import { decodeMarked, type ZipArchive } from './zip';

/** What text is made of; pictures, fonts and macros stay packed. */
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|docProps\/core\.xml|word\/[^/]+\.xml|word\/_rels\/[^/]+\.rels)$/;

const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Block Text'] => blockquote > p:fresh",
  "p[style-name='caption'] => figcaption:fresh",
  "p[style-name='Caption'] => figcaption:fresh",
  "p[style-name='Source Code'] => pre:separator('\n')",
  "p[style-name='HTML Preformatted'] => pre:separator('\n')",
];

/** A Word document. The library gets a fresh archive of parts that were unpacked within our limits. */
export async function readDocx(zip: ZipArchive): Promise<ReadContent> {
  const safe = await safeArchive(zip);
  const { value: html } = await mammoth.convertToHtml(
    { arrayBuffer: safe },
    {
      styleMap: STYLES,
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
    },
  );
  const core = await zip.text('docProps/core.xml');
  const about = core === null ? null : parseXml(core);
  const told = (name: string) => (about === null ? null : first(about, name)?.text || null);
  const language = languageOfTag(told('language') ?? (await styleLanguage(zip)));
  const writer = new BlockWriter();
  writer.language = language;
  let firstTitle: string | null = null;
  writer.onHeading = (level, title, start) => {
    firstTitle ??= title.trim();
    if (level <= 3) writer.chapter(title, level, start);
  };
  readHtml(html, writer);
  return {
    title: told('title') ?? firstTitle,
    author: told('creator'),
    language,
    cover: null,
    ...writer.finish(),
  };
}

async function safeArchive(zip: ZipArchive): Promise<ArrayBuffer> {
  const files: Record<string, Uint8Array> = {};
  for (const name of zip.names.filter((one) => PARTS.test(one))) {
    const bytes = await zip.bytes(name);
    if (bytes === null) continue;
    refuseEntities(decodeMarked(bytes.subarray(0, 65_536)));
    files[name] = bytes;
  }
  if (files['word/document.xml'] === undefined) {
    throw new Refusal('says it is a Word document but has no text', 'Save it once more in Word.');
  }
  return zipSync(files, { level: 0 }).slice().buffer;
}

/** The language Word checks the spelling in. */
async function styleLanguage(zip: ZipArchive): Promise<string | null> {
  const styles = await zip.text('word/styles.xml');
  if (styles === null) return null;
  return first(parseXml(styles), 'lang')?.attributes['val'] ?? null;
}
