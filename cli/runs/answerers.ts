/** Who answers in a page along traces: an allocator of the house, or what a file comes to. */
import { COMMAND_SECONDS } from "../../explore/search/pulse.js";
import { isMisuse } from "../../model/basics/misuse.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { type Answerers, type Answering, answeringOf } from "../../report/html/data.js";
import { moduleIn } from "../../report/html/module.js";
import { languageOf } from "../compile/languages.js";
import type { Target } from "../targets/target.js";
import { built } from "../workers/built.js";
import { converse } from "../workers/converse.js";
import { Hung } from "../workers/hangs.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";

/** Who answers along some traces of one target. What is wrong with a file is why nobody does. */
export async function answerersOf(
  target: Target,
  traces: readonly Counterexample[],
  interrupt: Interrupt,
): Promise<Answerers> {
  const allocator = target.kind === "built-in" ? target.name : null;
  if (target.kind !== "file")
    return {
      answering: traces.map(({ cpus }) => answeringOf({ allocator, ...(cpus && { cpus }) })),
      modules: {},
    };
  try {
    const bytes = await bytesOf(target, interrupt);
    if (bytes === null) return { answering: await alongTold(target, traces, interrupt), modules: {} };
    const { answering, modules } = moduleIn(target.file, bytes);
    return { answering: traces.map(() => answering), modules };
  } catch (error) {
    const none = whyNot(error, target.file);
    return { answering: traces.map(() => ({ none })), modules: {} };
  }
}

type InFile = Target & { readonly kind: "file" };

/** The module that a file is or is compiled to; `null` where it is none. */
async function bytesOf(target: InFile, interrupt: Interrupt): Promise<Uint8Array | null> {
  if (target.file.endsWith(".wasm")) return (await import("../targets/load.js")).moduleBytes(target.file);
  if (languageOf(target.file) === undefined) return null;
  const { wasm } = (await built(target, interrupt, () => {})) as InFile; // it stays what it is
  return wasm ?? null;
}

/** What a person's class does along traces, in a worker; where one ends it, each in a worker of its own. */
async function alongTold(
  target: InFile,
  traces: readonly Counterexample[],
  interrupt: Interrupt,
): Promise<readonly Answering[]> {
  const work = { kind: "along", target, traces } as const;
  const task = { work, passed: [], maxCommandSeconds: COMMAND_SECONDS };
  try {
    return await converse<readonly Answering[]>(task, target, interrupt, (message, resolve) => {
      if (message.kind === "along") resolve(message.answering);
    });
  } catch (error) {
    if (traces.length === 1 || error instanceof Interrupted)
      return traces.map(() => ({ none: whyNot(error, target.file) }));
    const each: Answering[] = [];
    for (const trace of traces) each.push(...(await alongTold(target, [trace], interrupt)));
    return each;
  }
}

/** Why nobody answers in a page. */
function whyNot(error: unknown, file: string): string {
  if (error instanceof Hung) return `a call of ${file} did not return`;
  if (error instanceof Interrupted) return "it was interrupted before that";
  if (isMisuse(error)) return error.what;
  throw error;
}
