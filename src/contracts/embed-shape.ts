/** What parsers of foreign messages are made of. They read own properties of plain data and trust nothing. */

export type Fields = Readonly<Record<string, unknown>>;

/** Null: it is no plain object. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

/** Exactly these fields: a message with more was meant for somebody else, or another version. */
export function hasOnly(fields: Fields, names: readonly string[]): boolean {
  const own = Object.keys(fields);
  return own.length === names.length && names.every((name) => Object.hasOwn(fields, name));
}

export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  value: unknown,
): Choice | null {
  return choices.find((choice) => choice === value) ?? null;
}

export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

export function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most;
}
