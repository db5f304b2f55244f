/** Closes an exhaustive switch: a new member of the union fails the build here. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
