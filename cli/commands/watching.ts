/** `check --watch`: a check is run again whenever a file that it has loaded changes. */
import { statSync } from "node:fs";
import { isMisuse } from "../../model/basics/misuse.js";
import { plural } from "../../model/basics/wording.js";
import { complain } from "../output/output.js";
import { toStderr } from "../output/terminal.js";
import type { Interrupt } from "../workers/interrupt.js";

/** How often it looks for a change. Not every file system tells of one. */
const LOOK_MILLISECONDS = 200;

/**
 * Runs `once` again and again until a signal comes, and returns its exit code. `once` notes the files
 * that it has loaded; one that is broken is told of, and the files known until then are watched on.
 */
export async function watching(
  once: (loaded: Set<string>) => Promise<unknown>,
  files: readonly string[],
  quiet: boolean,
  interrupt: Interrupt,
): Promise<number> {
  const watched = new Set(files);
  while (interrupt.exitCode === null) {
    // What changes while it runs is a change too.
    const before = new Map([...watched].map((file) => [file, stampOf(file)]));
    try {
      await once(watched);
    } catch (error) {
      if (!isMisuse(error)) throw error;
      complain(error);
    }
    if (!interrupt.happened && !quiet)
      toStderr(`allocheck: watching ${plural(watched.size, "file")}; Ctrl-C ends it\n`);
    for (const file of watched) if (!before.has(file)) before.set(file, stampOf(file));
    await changed(before, interrupt);
  }
  return interrupt.exitCode;
}

/** Waits for a change of a file, or for a signal. */
function changed(before: ReadonlyMap<string, string>, interrupt: Interrupt): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(look);
      stop();
      resolve();
    };
    const look = setInterval(() => {
      if ([...before].some(([file, stamp]) => stampOf(file) !== stamp)) end();
    }, LOOK_MILLISECONDS);
    const stop = interrupt.onInterrupt(end);
    if (interrupt.happened) end();
  });
}

/** Tells one state of a file from another; a file that is gone has a stamp too. */
function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "gone" : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}
