/** Spin's verifier for the specification of a scope: the same states, counted by a checker in C. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Scope } from "../model/words/scope.js";
import { promelaModel } from "../report/formats/promela.js";
import { answers, run } from "./processes.js";

/** What Spin's verifier counted. */
export interface SpinCounts {
  readonly states: number;
  readonly transitions: number;
  /** The whole process, from start to end. */
  readonly seconds: number;
  readonly peakBytes: number;
}

/** What is missing for a comparison with Spin; `null` when nothing is. */
export async function spinMissing(): Promise<string | null> {
  if (!(await answers("spin", ["-V"]))) return "spin is not installed (Debian: apt-get install spin)";
  if (!(await answers("gcc", ["--version"]))) return "gcc is not installed (Debian: apt-get install gcc)";
  return null;
}

/** Writes the model of a scope into an empty directory and compiles its verifier there. */
export async function buildVerifier(scope: Scope, directory: string, level = "-O3"): Promise<string> {
  writeFileSync(join(directory, "spec.pml"), promelaModel(scope));
  await run("spin", ["-a", "spec.pml"], directory);
  // Safety alone, and every interleaving: there is one process, so nothing would be reduced anyway.
  await run("gcc", [level, "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], directory);
  return join(directory, "pan");
}

/** Runs a verifier to its end. `depth` bounds its stack, `bits` is the size of its table of states. */
export async function runVerifier(verifier: string, depth: number, bits: number): Promise<SpinCounts> {
  const { stdout, seconds } = await run(verifier, [`-m${depth}`, `-w${bits}`]);
  return { ...countsIn(stdout), seconds };
}

/**
 * The counts in what a verifier prints. Throws when it did not see every state.
 *
 * Spin prints `transitions (= stored+matched)`. A transition either stores a state or matches one, and
 * the initial state is stored too, though no transition leads to it: hence one less.
 */
export function countsIn(printed: string): Omit<SpinCounts, "seconds"> {
  if (/max search depth too small|errors: [1-9]|out of memory|Search not completed/.test(printed))
    throw new Error(`Spin did not search the whole scope:\n${printed}`);
  const number = (pattern: RegExp) => {
    const [, digits] = pattern.exec(printed) ?? [];
    if (digits === undefined) throw new Error(`Spin printed nothing like ${pattern}:\n${printed}`);
    return Number(digits);
  };
  const states = number(/^\s*([\d.e+]+) states, stored/m);
  const storedAndMatched = number(/^\s*([\d.e+]+) transitions \(= stored\+matched\)/m);
  const megabytes = number(/^\s*([\d.]+)\s+total actual memory usage/m);
  return { states, transitions: storedAndMatched - 1, peakBytes: megabytes * 2 ** 20 };
}
