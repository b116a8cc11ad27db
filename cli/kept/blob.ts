/**
 * A blob: all that a check, or one shard of it, has told, in a file that `merge` reads.
 *
 * It is written anew after each event, and at any time says what the check came to if it ended there. So
 * what is left of a shard that was killed can be read, and says itself that it is unfinished.
 */
import { join } from "node:path";
import { writeWhole } from "../../counterexamples/write-whole.js";
import type { Misuse } from "../../model/basics/misuse.js";
import type { CheckEvent, Shard } from "../../report/reporters/event.js";
import { troubleOf } from "../output/output.js";
import { fromRoot } from "../output/places.js";
import type { Job } from "../workers/messages.js";
import { digestOfFile, type Tool, thisTool } from "./inputs.js";
import { sealed } from "./sealed.js";

export const BLOB_FORMAT = "allocheck-blob-1";

/** What a blob holds: which check, on what, and what became of it. */
export interface Blob {
  readonly tool: Tool;
  readonly shard: Shard;
  /** Every run of the whole check, those of other shards included. */
  readonly jobs: readonly Job[];
  /** Files by their path from the root of the repository: those named, and all that were loaded. */
  readonly files: Readonly<Record<string, string | null>>;
  /** The records of known findings by name. */
  readonly known: Readonly<Record<string, string | null>>;
  readonly events: readonly CheckEvent[];
}

/** What is known of a blob when the check begins. */
export interface BlobHead extends Pick<Blob, "jobs" | "known"> {
  /** `null` for a check that is not split. */
  readonly shard: Shard | null;
  /** The files with a person's code that have been loaded until now. */
  readonly loaded: ReadonlySet<string>;
}

/** Keeps the blobs of a check up to date, each in its directory. */
export class Blobs {
  private readonly events: CheckEvent[] = [];
  private readonly digests = new Map<string, string | null>();
  private readonly begun = performance.now();
  private planned: readonly string[] = [];
  private unwritten: readonly Misuse[] = [];

  constructor(
    private readonly directories: readonly string[],
    private readonly head: BlobHead,
  ) {}

  tell(event: CheckEvent): void {
    if (this.directories.length === 0) return;
    if (event.kind === "begin" || event.kind === "further") this.planned = event.planned;
    this.events.push(event);
    if (event.kind !== "level") this.write();
  }

  /** Returns what could not be written. */
  close(): readonly Misuse[] {
    return this.unwritten;
  }

  private write(): void {
    const text = sealed(BLOB_FORMAT, this.blob());
    const { index, of } = this.shard;
    this.unwritten = this.directories.flatMap((directory) =>
      troubleOf(() => {
        writeWhole(join(directory, `shard-${index}-of-${of}.json`), text);
      }),
    );
  }

  private get shard(): Shard {
    return this.head.shard ?? { index: 1, of: 1 };
  }

  private blob(): Blob {
    const { events, head } = this;
    const { jobs, known, loaded } = head;
    const named = jobs.flatMap(({ target }) => (target.kind === "file" ? [target.file] : []));
    for (const file of [...named, ...loaded]) this.look(file);
    const ended = events.at(-1)?.kind === "end" ? events : [...events, this.endedHere()];
    const files = Object.fromEntries([...this.digests].sort());
    return { tool: thisTool(), shard: this.shard, jobs, known, files, events: ended };
  }

  private look(file: string): void {
    const name = fromRoot(file, process.env);
    if (!this.digests.has(name)) this.digests.set(name, digestOfFile(file));
  }

  /** What the end would be if there came no more. */
  private endedHere(): CheckEvent {
    const told = this.events.filter(({ kind }) => kind === "run" || kind === "failure").length;
    return {
      kind: "end",
      lost: [],
      left: this.planned.slice(told),
      because: "interrupt",
      seconds: (performance.now() - this.begun) / 1000,
    };
  }
}
