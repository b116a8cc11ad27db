/**
 * The process in front: it starts the one that does the work, and nothing in that one can stop it.
 *
 * It hears each signal at once, whatever the other is busy with or blocked by, and ends it with all it has
 * started. What a person's code writes to descriptor 1 goes to stderr: results have a descriptor of their own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";
import { jsonError } from "../report/json.js";
import { ENDING_SIGNALS, type EndingSignal, heardText, INTERRUPTED, SIGNAL_CODES } from "./interrupt.js";
import { writeAll } from "./streams.js";
import { wantsJson } from "./wants-json.js";

/**
 * How long the other process may take to hear a signal. One that does not listen has nothing to keep and ends at
 * once; one that does hears it soon, unless it writes to a pipe that nobody empties.
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
  const json = wantsJson(argv);
  const own = process.platform !== "win32"; // a group of its own, to be ended as one
  let child: ChildProcess;
  try {
    child = spawn(
      process.execPath,
      [...process.execArgv, fileURLToPath(new URL("./guarded-main.js", import.meta.url)), ...argv],
      // Its stdout is our stderr, and its descriptor 3 our stdout.
      { stdio: ["inherit", 2, 2, 1, "ipc"], detached: own },
    );
  } catch {
    return Promise.resolve(null);
  }
  return new Promise((resolve) => {
    let code: number | null = null;
    let wrote = false;
    let signals = 0;
    let interrupted: number | null = null;
    let killed = false;
    let timer: NodeJS.Timeout | undefined;
    const kill = (signal: NodeJS.Signals) => signalGroup(child, own, signal);
    const killIn = (milliseconds: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        killed = true;
        kill("SIGKILL");
      }, milliseconds);
    };
    const hear = (signal: EndingSignal) => {
      signals++;
      if (signals === 1) say(heardText(signal));
      if (code === null) interrupted ??= SIGNAL_CODES[signal];
      child.kill(signal);
      if (signals === 1) killIn(HEAR_MILLISECONDS);
      else killIn(signals === 2 ? AT_ONCE_MILLISECONDS : 0);
    };
    for (const signal of ENDING_SIGNALS) process.on(signal, hear);
    // The group does not belong to the terminal, so what that says is passed on.
    process.on("SIGWINCH", () => child.kill("SIGWINCH"));
    process.on("SIGCONT", () => kill("SIGCONT"));
    process.on("SIGTSTP", () => {
      kill("SIGSTOP");
      process.kill(process.pid, "SIGSTOP");
    });
    child.on("error", () => {
      if (child.pid === undefined) resolve(null);
    });
    child.on("message", (word: Word) => {
      if (word.kind === "heard" && signals === 1) killIn(END_MILLISECONDS);
      if (word.kind === "wrote") wrote = true;
      if (word.kind !== "ended") return;
      code = word.code;
      killIn(interrupted === null ? LEAVE_MILLISECONDS : LEAVE_SOON_MILLISECONDS);
    });
    child.on("exit", (exit, signal) => {
      clearTimeout(timer);
      kill("SIGKILL"); // what a module started and left behind
      if (interrupted !== null) {
        if (code === null && !wrote && json) write(1, jsonError(INTERRUPTED));
        resolve(interrupted);
      } else if (code !== null) resolve(code);
      else {
        const death = deathOf(killed ? null : (signal ?? exit));
        say(`allocheck: ${death.message}; ${death.remedy}`);
        if (!wrote && json) write(1, jsonError(death));
        resolve(2);
      }
    });
  });
}

function deathOf(how: NodeJS.Signals | number | null) {
  return {
    code: "ended",
    message: `the process of the check ended by itself (${how ?? "it was stopped"}), and its result is lost`,
    remedy:
      how === "SIGKILL" || how === "SIGABRT" || how === "SIGTRAP"
        ? "its memory may have run out: take a smaller scope, or --max-memory"
        : "see what it says above",
  };
}

/** All that the process has started, as far as it is still in its group. */
function signalGroup(child: ChildProcess, own: boolean, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (own) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {} // nothing is left
}

function say(line: string): void {
  // On a terminal the line of progress is in the way.
  write(2, `${isatty(2) ? "\r\u001b[2K" : ""}${line}\n`);
}

/** Whether anybody reads it makes no difference here. */
function write(descriptor: number, text: string): void {
  try {
    writeAll(descriptor, text);
  } catch {}
}
