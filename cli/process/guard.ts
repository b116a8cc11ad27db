/**
 * The process in front: it starts the one that does the work, and nothing in that one can stop it.
 *
 * It hears each signal at once, whatever the other is busy with or blocked by, and ends it with all it has
 * started. What a person's code writes to descriptor 1 goes to stderr: results have a descriptor for
 * themselves.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";
import { jsonError } from "../../report/formats/json.js";
import { columnsOf, wrap } from "../../report/lines/wrap.js";
import { wantsJson, wantsQuiet } from "../output/wants.js";
import {
  ENDING_SIGNALS,
  type EndingSignal,
  heardText,
  INTERRUPTED,
  SIGNAL_CODES,
} from "../workers/interrupt.js";
import { writeAll } from "./streams.js";

/**
 * How long the other process may take to hear a signal. One that does not listen has nothing to keep and
 * ends at once; one that does hears it soon, unless it writes to a pipe that nobody empties.
 */
const HEAR_MILLISECONDS = 3000;
/** How long it may then take to end, and how long after a second signal. A machine may be busy. */
const END_MILLISECONDS = 10_000;
const AT_ONCE_MILLISECONDS = 300;
/** How long it may take to leave after its last word: a thread in a system call keeps it. */
const LEAVE_MILLISECONDS = 2000;
const LEAVE_SOON_MILLISECONDS = 200;

/** What the process that works says to this one. */
export type Word =
  /** It has heard a signal, and ends by itself. */
  | { readonly kind: "heard" }
  /** It has begun to write a result. */
  | { readonly kind: "wrote" }
  /** All is written. */
  | { readonly kind: "ended"; readonly code: number };

/** Runs a command line in a process of its own; `null` where the machine gives none. */
export function runGuarded(argv: readonly string[]): Promise<number | null> {
  const program = fileURLToPath(new URL("./guarded-main.js", import.meta.url));
  let guard: Guard | null = null;
  // Before there is a process to leave behind: from now on none of these ends this one by itself.
  for (const signal of ENDING_SIGNALS) process.on(signal, () => guard?.interrupt(signal));
  try {
    const child = spawn(process.execPath, [...process.execArgv, program, ...argv], {
      // Its stdout is our stderr, and its descriptor 3 our stdout.
      stdio: ["inherit", 2, 2, 1, "ipc"],
      detached: GROUPS,
    });
    return new Promise((resolve) => {
      guard = new Guard(child, wantsJson(argv), wantsQuiet(argv), resolve);
    });
  } catch {
    for (const signal of ENDING_SIGNALS) process.removeAllListeners(signal);
    return Promise.resolve(null);
  }
}

/** Whether the process gets a group of its own, to be ended as one with what it starts. */
const GROUPS = process.platform !== "win32";

/** What is known of the process that works, and what to do with it. */
class Guard {
  /** Its exit code, once all is written. */
  private code: number | null = null;
  private wrote = false;
  private signals = 0;
  /** The exit code of the first signal that came before its end. */
  private interrupted: number | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly json: boolean,
    private readonly quiet: boolean,
    finish: (code: number | null) => void,
  ) {
    // Its group does not belong to the terminal, so what that says is passed on.
    process.on("SIGWINCH", () => child.kill("SIGWINCH"));
    process.on("SIGCONT", () => this.kill("SIGCONT"));
    process.on("SIGTSTP", () => {
      this.kill("SIGSTOP");
      process.kill(process.pid, "SIGSTOP");
    });
    child.on("error", () => {
      if (child.pid === undefined) finish(null);
    });
    child.on("message", (word: Word) => this.hear(word));
    child.on("exit", (exit, signal) => {
      clearTimeout(this.timer);
      this.kill("SIGKILL"); // what a module started and left behind
      const end = () => finish(this.lastWords(signal ?? exit));
      // What it said last may still be on its way.
      if (child.connected) child.once("disconnect", end);
      else end();
    });
  }

  interrupt(signal: EndingSignal): void {
    this.signals++;
    if (this.signals === 1 && !this.quiet) say(heardText(signal));
    if (this.code === null) this.interrupted ??= SIGNAL_CODES[signal];
    this.child.kill(signal);
    if (this.signals === 1) this.killIn(HEAR_MILLISECONDS);
    else this.killIn(this.signals === 2 ? AT_ONCE_MILLISECONDS : 0);
  }

  private hear(word: Word): void {
    switch (word.kind) {
      case "heard":
        if (this.signals === 1) this.killIn(END_MILLISECONDS);
        break;
      case "wrote":
        this.wrote = true;
        break;
      case "ended":
        this.code = word.code;
        this.killIn(this.interrupted === null ? LEAVE_MILLISECONDS : LEAVE_SOON_MILLISECONDS);
    }
  }

  /** Says what the process could not say itself; returns the exit code. */
  private lastWords(how: NodeJS.Signals | number | null): number {
    const answers = this.json && !this.wrote && this.code === null;
    if (this.interrupted !== null) {
      if (answers) write(1, jsonError(INTERRUPTED));
      else if (!this.wrote && this.code === null && !this.quiet) say(`allocheck: ${INTERRUPTED.what}`);
      return this.interrupted;
    }
    if (this.code !== null) return this.code;
    const death = deathOf(how);
    say(`allocheck: ${death.what}; ${death.remedy}`);
    if (answers) write(1, jsonError(death));
    return 2;
  }

  private killIn(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.kill("SIGKILL"), milliseconds);
  }

  /** Signals all that is left of the process and of what it has started. */
  private kill(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (GROUPS) process.kill(-pid, signal);
      else this.child.kill(signal);
    } catch {} // nothing is left
  }
}

function deathOf(how: NodeJS.Signals | number | null) {
  return {
    code: "ended",
    what: `the process of the check ended by itself (${how}), and its result is lost`,
    remedy: MEMORY.includes(how)
      ? "its memory may have run out: take a smaller scope, or --max-memory"
      : "see what it says above",
  };
}

/** How Node and Linux end a process for which there is no memory. */
const MEMORY: readonly unknown[] = ["SIGKILL", "SIGABRT", "SIGTRAP"];

function say(line: string): void {
  // On a terminal the line of progress is in the way.
  if (isatty(2)) write(2, `\r\u001b[2K${wrap(line, columnsOf(process.stderr.columns)).join("\n")}\n`);
  else write(2, `${line}\n`);
}

/** Whether anybody reads it makes no difference here. */
function write(descriptor: number, text: string): void {
  try {
    writeAll(descriptor, text);
  } catch {}
}
