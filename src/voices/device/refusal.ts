/** Why a file of the listener's was not taken, so that they know what to do instead. */
export interface Refusal {
  readonly fileName: string;
  /** Whole sentences. */
  readonly reason: string;
}

const LONGEST_NAME = 60;

export function refuse(fileName: string, what: string, suggestion: string): Refusal {
  const name = fileName.length > LONGEST_NAME ? `${fileName.slice(0, LONGEST_NAME)}…` : fileName;
  return { fileName, reason: `“${name}” ${what}. ${suggestion}` };
}
