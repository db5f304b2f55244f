/** The hub's list of a repository's files: outside input. */
import * as v from 'valibot';
import type { VoiceId } from '../../base/ids';
import type { FileDigest, VoiceFile } from '../../contracts/voices';
import { fileAddress, isPlainPath, type Hub, type Repository } from './hub';
import { badList } from './source';

const MAX_ENTRIES = 20_000;
const MAX_FILE_BYTES = 2 ** 32;

const bytes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_FILE_BYTES));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const gitId = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));

/** Large files have their SHA-256 in `lfs`; `oid` is then the id of the pointer, which says nothing. */
const fileEntry = v.object({
  type: v.literal('file'),
  path: v.pipe(v.string(), v.check(isPlainPath)),
  size: bytes,
  oid: gitId,
  lfs: v.optional(v.object({ oid: sha256, size: bytes })),
});

export interface HubFile {
  readonly bytes: number;
  readonly digest: FileDigest;
}

export type HubTree = ReadonlyMap<string, HubFile>;

/** Files by path. What is no file, or is empty, or cannot be read is as if it were not there. */
export function parseHubTree(json: unknown): HubTree {
  if (!Array.isArray(json)) throw badList('tree', 'It is no list of files.');
  if (json.length > MAX_ENTRIES) throw badList('tree', `It has ${json.length} entries.`);
  const tree = new Map<string, HubFile>();
  for (const one of json) {
    const entry = v.safeParse(fileEntry, one);
    if (!entry.success) continue;
    const { path, size, oid, lfs } = entry.output;
    const file: HubFile =
      lfs === undefined
        ? { bytes: size, digest: `git:${oid}` }
        : { bytes: lfs.size, digest: `sha256:${lfs.oid}` };
    tree.set(path, file);
  }
  return tree;
}

export interface Wanted {
  /** As the engine asks for it. */
  readonly name: string;
  readonly path: string;
  readonly owner?: VoiceId;
  /** Other repositories with the same bytes at the same paths. */
  readonly mirrors?: readonly string[];
}

/** A file of the repository as a voice names it. Throws kind `validation` where it is not there. */
export function voiceFile(hub: Hub, where: Repository, tree: HubTree, wanted: Wanted): VoiceFile {
  const { name, path, owner, mirrors = [] } = wanted;
  const found = tree.get(path);
  if (found === undefined) throw badList(path, `${where.repository} has no such file.`);
  const others = mirrors.map((repository) =>
    fileAddress(hub, { repository, revision: 'main' }, path),
  );
  return {
    name,
    url: fileAddress(hub, where, path),
    ...(others.length === 0 ? {} : { mirrors: others }),
    ...found,
    ...(owner === undefined ? {} : { owner }),
  };
}
