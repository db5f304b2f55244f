/** Words of ours for what is not read out letter by letter, in the document's language where we have them. */
import type { Language } from '../contracts/text';

export interface Announcements {
  table(columns: number, rows: number): string;
  code(lines: number): string;
  picture(words: string): string;
}

const counted = (count: number, one: string, many: string) =>
  `${count} ${count === 1 ? one : many}`;

const ENGLISH: Announcements = {
  table: (columns, rows) =>
    `Table: ${counted(columns, 'column', 'columns')}, ${counted(rows, 'row', 'rows')}.`,
  code: (lines) => `Code, ${counted(lines, 'line', 'lines')}.`,
  picture: (words) => `Picture: ${words}`,
};

const GERMAN: Announcements = {
  table: (columns, rows) =>
    `Tabelle: ${counted(columns, 'Spalte', 'Spalten')}, ${counted(rows, 'Zeile', 'Zeilen')}.`,
  code: (lines) => `Programmtext, ${counted(lines, 'Zeile', 'Zeilen')}.`,
  picture: (words) => `Bild: ${words}`,
};

const DUTCH: Announcements = {
  table: (columns, rows) =>
    `Tabel: ${counted(columns, 'kolom', 'kolommen')}, ${counted(rows, 'rij', 'rijen')}.`,
  code: (lines) => `Programmacode, ${counted(lines, 'regel', 'regels')}.`,
  picture: (words) => `Afbeelding: ${words}`,
};

const FRENCH: Announcements = {
  table: (columns, rows) =>
    `Tableau : ${counted(columns, 'colonne', 'colonnes')}, ${counted(rows, 'ligne', 'lignes')}.`,
  code: (lines) => `Code, ${counted(lines, 'ligne', 'lignes')}.`,
  picture: (words) => `Image : ${words}`,
};

const SPANISH: Announcements = {
  table: (columns, rows) =>
    `Tabla: ${counted(columns, 'columna', 'columnas')}, ${counted(rows, 'fila', 'filas')}.`,
  code: (lines) => `Código, ${counted(lines, 'línea', 'líneas')}.`,
  picture: (words) => `Imagen: ${words}`,
};

const BY_LANGUAGE: Readonly<Record<Language, Announcements>> = {
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  nl: DUTCH,
};

/** English where there are no words in the language asked for. */
export function announcementsIn(language: Language | null): Announcements {
  return BY_LANGUAGE[language ?? 'en'] ?? ENGLISH;
}
