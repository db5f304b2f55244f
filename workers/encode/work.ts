/** A work in progress on disk: what is asked for, the clauses spoken so far, and their samples. */
import { writePcm16 } from '../../src/audio/wav';
import { clauseLength, type Tempo } from '../../src/captions/timeline';
import type {
  ExportRequest,
  ExportTally,
  FreshClause,
  KeptExport,
  SpokenClause,
  SpokenPiece,
  SubstitutedClause,
} from '../../src/contracts/export';
import { appendEntry, recoverLog } from './clause-log';
import type { WorkDisk, WorkFile } from './disk';
import { brokenWork } from './errors';

const BYTES_PER_SAMPLE = 2;
const FULL_SCALE = 32_767;
/** To the disk itself after so much sound: a power cut costs a minute, a closed tab nothing. */
const FLUSH_BYTES = 60 * 24_000 * BYTES_PER_SAMPLE;

interface Head {
  readonly id: string;
  readonly startedAt: number;
  readonly sampleRate: number;
  readonly request: Omit<ExportRequest, 'cover'>;
  readonly coverType: string | null;
}

export class Work {
  readonly disk: WorkDisk;
  readonly id: string;
  readonly request: ExportRequest;
  readonly tempo: Tempo;
  readonly writtenAt: number | null;
  readonly #head: Head;
  readonly #log: WorkFile;
  readonly #sound: WorkFile;
  readonly #clauses: SpokenClause[] = [];
  readonly #substituted = new Map<number, SubstitutedClause>();
  #samples = 0;
  #words = 0;
  #end: number;
  #unflushed = 0;

  private constructor(disk: WorkDisk, head: Head, cover: Blob | null, files: readonly WorkFile[]) {
    const [log, sound] = files as [WorkFile, WorkFile];
    this.disk = disk;
    this.id = head.id;
    this.#head = head;
    this.#log = log;
    this.#sound = sound;
    this.request = { ...head.request, cover };
    this.tempo = { sampleRate: head.sampleRate, speed: head.request.speed };
    const { clauses, writtenAt } = recoverLog(log, Math.floor(sound.size / BYTES_PER_SAMPLE));
    clauses.forEach((clause, index) => this.#count(index, clause));
    this.writtenAt = writtenAt;
    this.#end = Math.max(0, ...clauses.flatMap(({ pieces }) => pieces.map(endOf)));
    sound.truncate(this.#end * BYTES_PER_SAMPLE);
  }

  static async create(
    disk: WorkDisk,
    head: Omit<Head, 'coverType' | 'request'>,
    { cover, ...request }: ExportRequest,
  ): Promise<Work> {
    const whole: Head = { ...head, request, coverType: cover?.type ?? null };
    if (cover !== null) await put(disk, head.id, 'cover', await cover.bytes());
    // Last: a work without its head is no work.
    await put(disk, head.id, 'head.json', new TextEncoder().encode(JSON.stringify(whole)));
    return Work.open(disk, head.id);
  }

  static async open(disk: WorkDisk, id: string): Promise<Work> {
    const files: WorkFile[] = [];
    try {
      // First, because they tell whether another page is at it.
      for (const name of ['clauses.jsonl', 'sound.pcm']) files.push(await disk.open(id, name));
      const head = await readHead(disk, id);
      const type = head.coverType;
      const cover =
        type === null ? null : (await disk.blob(id, 'cover')).slice(undefined, undefined, type);
      return new Work(disk, head, cover, files);
    } catch (thrown) {
      for (const file of files) file.close();
      throw thrown;
    }
  }

  get kept(): KeptExport {
    const { id, request, tally } = this;
    const { startedAt, sampleRate } = this.#head;
    return { id, request, startedAt, sampleRate, tally };
  }

  get clauses(): readonly SpokenClause[] {
    return this.#clauses;
  }

  /** Of the file to come. */
  get samples(): number {
    return this.#samples;
  }

  get tally(): ExportTally {
    const last = this.#clauses.at(-1);
    return {
      last: last === undefined ? null : { id: last.id, span: last.span },
      clauses: this.#clauses.length,
      words: this.#words,
      seconds: this.#samples / this.tempo.sampleRate,
      bytes: this.#end * BYTES_PER_SAMPLE,
      substituted: [...this.#substituted.values()].sort((a, b) => a.index - b.index),
    };
  }

  append(clause: FreshClause): void {
    this.#put(this.#clauses.length, clause);
  }

  /** The sound it had stays in the file, unused: nothing is lost if this ends in mid-write. */
  replace(index: number, clause: FreshClause): void {
    this.#put(index, clause);
  }

  readPiece({ at, samples }: SpokenPiece): Float32Array {
    const bytes = new Uint8Array(samples * BYTES_PER_SAMPLE);
    if (this.#sound.read(bytes, at * BYTES_PER_SAMPLE) < bytes.length) throw brokenWork(this.id);
    return Float32Array.from(new Int16Array(bytes.buffer), (value) => value / FULL_SCALE);
  }

  noteWritten(timestamp: number): void {
    appendEntry(this.#log, { writtenAt: timestamp });
  }

  close(): void {
    this.#log.close();
    this.#sound.close();
  }

  /** Takes a clause into the sums, in the place of the one that was there. */
  #count(index: number, clause: SpokenClause): void {
    const before = this.#clauses[index];
    this.#samples += clauseLength(clause, this.tempo);
    this.#samples -= before === undefined ? 0 : clauseLength(before, this.tempo);
    this.#words += clause.words.length - (before?.words.length ?? 0);
    this.#clauses[index] = clause;
    const rung = clause.pieces.find((piece) => piece.rung !== null)?.rung ?? null;
    if (rung === null) this.#substituted.delete(index);
    else this.#substituted.set(index, { index, span: clause.span, rung });
  }

  /** All of it, or, when the disk is full, nothing: what follows must not stand behind half a line. */
  #put(index: number, clause: FreshClause): void {
    const [soundEnd, logEnd] = [this.#end, this.#log.size];
    try {
      this.#count(index, this.#write(index, clause));
    } catch (thrown) {
      this.#end = soundEnd;
      this.#sound.truncate(soundEnd * BYTES_PER_SAMPLE);
      this.#log.truncate(logEnd);
      throw thrown;
    }
    this.#unflushed += (this.#end - soundEnd) * BYTES_PER_SAMPLE;
    if (this.#unflushed < FLUSH_BYTES) return;
    this.#sound.flush();
    this.#log.flush();
    this.#unflushed = 0;
  }

  /** The samples first: a clause that the log knows is whole. */
  #write(index: number, { pieces, ...rest }: FreshClause): SpokenClause {
    const spoken = pieces.map(({ pcm, ...piece }) => {
      const at = this.#end;
      const samples = new Int16Array(pcm.length);
      writePcm16(pcm, samples);
      this.#sound.write(new Uint8Array(samples.buffer), at * BYTES_PER_SAMPLE);
      this.#end += samples.length;
      return { ...piece, at, samples: samples.length };
    });
    const clause = { ...rest, pieces: spoken };
    appendEntry(this.#log, { index, clause });
    return clause;
  }
}

const endOf = ({ at, samples }: SpokenPiece) => at + samples;

async function put(disk: WorkDisk, work: string, name: string, bytes: Uint8Array): Promise<void> {
  const file = await disk.open(work, name);
  try {
    file.truncate(0);
    file.write(bytes, 0);
    file.flush();
  } finally {
    file.close();
  }
}

async function readHead(disk: WorkDisk, id: string): Promise<Head> {
  try {
    return JSON.parse(await (await disk.blob(id, 'head.json')).text()) as Head;
  } catch (cause) {
    throw brokenWork(id, cause);
  }
}
