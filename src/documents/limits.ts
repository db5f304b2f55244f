/** How much of a stranger's file is taken in. All bytes unless named otherwise. */
export const MAX_TEXT_BYTES = 20_000_000;
/** Books are mostly pictures, which are never unpacked. */
export const MAX_ARCHIVE_BYTES = 1_000_000_000;
export const MAX_PDF_BYTES = 250_000_000;
export const MAX_PDF_PAGES = 10_000;
/** Of the text that is read aloud. */
export const MAX_CHARACTERS = 20_000_000;

/** One file of an archive, unpacked. */
export const MAX_ENTRY_BYTES = 32_000_000;
/** All that is unpacked of one archive. */
export const MAX_UNPACKED_BYTES = 96_000_000;
/** An archive that declares a file of this size is not a book. */
export const MAX_DECLARED_BYTES = 900_000_000;
export const MAX_ENTRIES = 20_000;
/** Text packs about 4 : 1, very repetitive text 50 : 1. Bombs are near 1000 : 1. */
export const MAX_PACKING = 200;
/** Packing is judged only beyond this. */
export const PACKING_FROM_BYTES = 4_000_000;
/** Elements within elements; deeper is no document. */
export const MAX_DEPTH = 400;
