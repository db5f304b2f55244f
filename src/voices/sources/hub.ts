/** Addresses on a hub that speaks as Hugging Face does. All hub addresses are made here, from parts. */
import { badList } from './source';

export interface Hub {
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string;
}

/** The one hub that the app itself asks. */
export const HUGGING_FACE: Hub = { origin: 'https://huggingface.co' };

export interface Repository {
  /** `owner/name`. */
  readonly repository: string;
  /** A branch, tag or commit. */
  readonly revision: string;
}

const LONGEST_PATH = 300;

/** A list of the repository's files with sizes and digests (hub-tree.ts reads it). */
export function treeAddress(hub: Hub, { repository, revision }: Repository): string {
  return `${hub.origin}/api/models/${repository}/tree/${revision}?recursive=true`;
}

/** The file itself. Throws kind `validation` where the path is odd. */
export function fileAddress(hub: Hub, where: Repository, path: string): string {
  return onHub(hub, where, 'resolve', path);
}

/** The hub's page about the file, for people. */
export function pageAddress(hub: Hub, where: Repository, path: string): string {
  return onHub(hub, where, 'blob', path);
}

function onHub(hub: Hub, where: Repository, verb: string, path: string): string {
  if (!isPlainPath(path)) throw badList('path', `An odd path: ${JSON.stringify(path)}.`);
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  return `${hub.origin}/${where.repository}/${verb}/${where.revision}/${escaped}`;
}

/** Relative, without empty or dot segments, of letters, figures and `. _ + -` of any script. */
export function isPlainPath(path: string): boolean {
  return (
    path.length <= LONGEST_PATH &&
    path
      .split('/')
      .every((part) => /^[\p{L}\p{M}\p{N}._+-]+$/u.test(part) && part !== '.' && part !== '..')
  );
}
