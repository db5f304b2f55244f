import { fragmentOf, resolvePath } from './epub-package';
import { all, first, parseXml, type XmlElement } from './xml';

/** A line of a book's table of contents. */
export interface ContentsLine {
  readonly title: string;
  readonly depth: number;
  readonly path: string;
  readonly fragment: string | null;
}

/** EPUB 3: nested lists of links in an XHTML file. */
export function contentsOfNav(xhtml: string, path: string): ContentsLine[] {
  const navs = all(parseXml(xhtml), 'nav');
  const isToc = ({ attributes }: XmlElement) =>
    (attributes['type'] ?? '').split(/\s+/).includes('toc');
  const nav = navs.find(isToc) ?? navs[0];
  const list = nav === undefined ? null : first(nav, 'ol');
  return list === null ? [] : linesOfList(list, path, 1);
}

function linesOfList(list: XmlElement, path: string, depth: number): ContentsLine[] {
  return list.children
    .filter(({ name }) => name === 'li')
    .flatMap((item) => {
      const inner = item.children.find(({ name }) => name === 'ol');
      const label = item.children.find(({ name }) => name !== 'ol');
      const link = label?.name === 'a' ? label : label ? first(label, 'a') : null;
      const href = link?.attributes['href'];
      const line =
        label === undefined || href === undefined ? [] : [lineOf(label.text, depth, path, href)];
      return [...line, ...(inner === undefined ? [] : linesOfList(inner, path, depth + 1))];
    });
}

/** EPUB 2: nested points in a file of their own kind. */
export function contentsOfNcx(ncx: string, path: string): ContentsLine[] {
  const map = first(parseXml(ncx), 'navMap');
  return map === null ? [] : linesOfPoints(map, path, 1);
}

function linesOfPoints(parent: XmlElement, path: string, depth: number): ContentsLine[] {
  return parent.children
    .filter(({ name }) => name === 'navPoint')
    .flatMap((point) => {
      const label = point.children.find(({ name }) => name === 'navLabel')?.text ?? '';
      const source = point.children.find(({ name }) => name === 'content')?.attributes['src'];
      const line = source === undefined ? [] : [lineOf(label, depth, path, source)];
      return [...line, ...linesOfPoints(point, path, depth + 1)];
    });
}

function lineOf(title: string, depth: number, from: string, href: string): ContentsLine {
  return { title, depth, path: resolvePath(from, href), fragment: fragmentOf(href) };
}
