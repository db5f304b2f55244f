/** Pixels: twice what the list shows, for sharp screens. */
const LONGEST_SIDE = 240;
const MAX_PIXELS = 40_000_000;

/**
 * The book's picture drawn anew, small: what is kept and shown is never the stranger's own file. Null
 * for whatever the browser cannot draw; a book is not refused for its cover.
 */
export async function coverFrom(
  fetchBytes: () => Promise<Uint8Array<ArrayBuffer> | null>,
): Promise<Blob | null> {
  try {
    const bytes = await fetchBytes();
    if (bytes === null || typeof createImageBitmap !== 'function') return null;
    const picture = await createImageBitmap(new Blob([bytes]));
    const { width, height } = picture;
    if (width * height === 0 || width * height > MAX_PIXELS) return null;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
  } catch {
    return null;
  }
}
