/** Replays of counterexamples, as a list that grows: what is done is kept, whatever becomes of the rest. */
import { type Recorded, readRecorded } from "../../counterexamples/files.js";
import { moduleAt } from "../../counterexamples/module-path.js";
import type { Replayed } from "../../counterexamples/replay.js";
import { isMisuse, Misuse } from "../../model/basics/misuse.js";
import { faultOf } from "../output/trouble.js";
import { allocatorNamed, targetOf } from "../targets/names.js";
import type { Target } from "../targets/target.js";
import { Hung } from "../workers/hangs.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Replay } from "../workers/messages.js";
import { type Outcome, replayInTurn, replayOn } from "../workers/session.js";

/** One replay as it is reported; `module` is the file whose code ran, where it was one. */
export type ReplayReport = Recorded & Replayed & { readonly allocator: string; readonly module?: string };

/** A file that could not be replayed, and why. */
export interface ReplayFailure {
  readonly file: string;
  readonly misuse: Misuse;
}

/** How to replay: on what, instead of the recorded allocator, and how long a command may take. */
export interface How {
  readonly on: string | undefined;
  readonly seconds: number;
}

/** One file on its way: where it stands among all, what it holds, and what to run it on. */
interface Task extends Replay {
  readonly at: number;
  readonly recorded: Recorded;
}

/** The replays of some files. */
export class Replays {
  private readonly outcomes: (ReplayReport | ReplayFailure | undefined)[];

  constructor(
    readonly files: readonly string[],
    private readonly how: How,
    private readonly interrupt: Interrupt,
  ) {
    this.outcomes = files.map(() => undefined);
  }

  /** Those that are done, in the order of the files. */
  get told(): ReplayReport[] {
    return this.outcomes.flatMap((outcome) =>
      outcome === undefined || "misuse" in outcome ? [] : [outcome],
    );
  }

  get failed(): ReplayFailure[] {
    return this.outcomes.flatMap((outcome) =>
      outcome !== undefined && "misuse" in outcome ? [outcome] : [],
    );
  }

  /** The files that were not come to. */
  get left(): string[] {
    return this.files.filter((_, at) => this.outcomes[at] === undefined);
  }

  /** Replays all; what comes with allocheck in one worker, each file of a person in its own. */
  async run(): Promise<void> {
    const tasks = this.files.flatMap((_, at) => this.prepared(at));
    try {
      await this.inTurn(tasks.filter(({ target }) => target.kind === "built-in"));
      for (const task of tasks)
        if (task.target.kind !== "built-in" && !this.interrupt.happened) await this.alone(task);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    }
  }

  /** The task of a file; none where the file is no good, which is noted. */
  private prepared(at: number): Task[] {
    const file = this.files[at]!; // the caller counts the files
    try {
      const recorded = readRecorded(file);
      const { counterexample } = recorded;
      return [{ at, recorded, counterexample, target: targetFor(recorded, this.how.on) }];
    } catch (error) {
      if (!isMisuse(error)) throw error;
      this.outcomes[at] = { file, misuse: about(file, error) };
      return [];
    }
  }

  private async inTurn(tasks: readonly Task[]): Promise<void> {
    const { how, interrupt } = this;
    let next = 0;
    while (next < tasks.length && !interrupt.happened) {
      try {
        await replayInTurn(tasks.slice(next), how.seconds, interrupt, (outcome) => {
          const task = tasks[next++];
          if (task !== undefined) this.note(task, outcome);
        });
      } catch (error) {
        const task = tasks[next++];
        if (error instanceof Interrupted || task === undefined) throw error;
        // The worker is gone with this one; in one of its own it says why, and the rest go on.
        await this.alone(task, error instanceof Hung ? [error.place] : []);
      }
    }
  }

  private async alone(task: Task, known: readonly Hung["place"][] = []): Promise<void> {
    try {
      this.note(task, await replayOn(task, this.how.seconds, this.interrupt, known));
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      this.note(task, isMisuse(error) ? error : faultAsMisuse(error));
    }
  }

  private note({ at, recorded, target }: Task, outcome: Outcome): void {
    const { file } = recorded;
    const code = target.kind === "file" ? { module: target.file } : {};
    this.outcomes[at] = isMisuse(outcome)
      ? { file, misuse: about(file, outcome) }
      : { ...recorded, ...outcome, ...code };
  }
}

/** A fault of ours in one replay takes nothing from the others. */
function faultAsMisuse(error: unknown): Misuse {
  const { code, what, remedy } = faultOf(error).trouble;
  return new Misuse(code, what, remedy);
}

/** A misuse that names the file it is about. */
function about(file: string, { code, what, remedy }: Misuse): Misuse {
  return new Misuse(code, what.includes(file) ? what : `${file}: ${what}`, remedy);
}

/** What a counterexample is replayed on. Its own names choose no code but what lies with it or here. */
export function targetFor({ file, counterexample }: Recorded, on: string | undefined): Target {
  if (on !== undefined) return targetOf(on);
  const { module, allocator } = counterexample;
  if (module !== undefined) return { kind: "file", file: moduleAt(file, module) };
  if (allocator !== null) return { kind: "built-in", name: allocatorNamed(allocator).name };
  throw new Misuse(
    "no-allocator",
    `${file} is a trace of the specification alone`,
    "name an allocator to try it on: --on TARGET",
  );
}
