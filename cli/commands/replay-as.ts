/** `allocheck replay FILE --as c`: a counterexample as a program of its own, which runs without allocheck. */
import { counterexampleFiles, readRecorded } from "../../counterexamples/files.js";
import { Misuse } from "../../model/basics/misuse.js";
import { cProgram } from "../../report/formats/c-program.js";
import { nativeBuild } from "../compile/native-build.js";
import { toStdout } from "../output/terminal.js";

/** What says how a replay is run; here none is. */
type Clash = Readonly<Partial<Record<"on" | "expect" | "json" | "reporter", unknown>>>;

/** Writes the one counterexample that is named to stdout, and returns the exit code. */
export function writeProgram(paths: readonly string[], options: Clash): number {
  const clash = (["on", "expect", "json", "reporter"] as const).find((name) => options[name] !== undefined);
  if (clash !== undefined)
    throw new Misuse("bad-option", `--as runs nothing, so --${clash} says nothing`, `leave --${clash} out`);
  const [file, ...others] = counterexampleFiles(paths);
  if (file === undefined || others.length > 0)
    throw new Misuse("bad-option", "--as writes one counterexample", "name one file");
  const { counterexample } = readRecorded(file);
  if (counterexample.cpus !== undefined)
    throw new Misuse(
      "bad-option",
      `--as writes a program of one client, and ${file} is of several CPUs`,
      "leave out --as: replay makes its accesses again",
    );
  toStdout(cProgram(counterexample, nativeBuild(file, counterexample)));
  return 0;
}
