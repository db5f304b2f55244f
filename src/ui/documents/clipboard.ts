/** Short passages are pasted as text, whatever they look like. */
const LEAST_UNITS = 400;

const STRUCTURE = /<(?:h[1-6]|li|table|blockquote|pre)[\s>]/i;
const EMPHASIS = /<(?:em|strong|i|b)[\s>]/i;

/** Whether a copied piece of a page has anything that pasting as text would lose. */
export function keepsStructure(html: string): boolean {
  if (STRUCTURE.test(html)) return true;
  return html.length > LEAST_UNITS && EMPHASIS.test(html);
}
