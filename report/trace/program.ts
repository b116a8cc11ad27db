/** A counterexample as a program, with a strip of memory after each line. */

import { listOfRanges, marksUnder } from "../../model/state/signs.js";
import { type Counterexample, describeAnswer, type TraceStep } from "../../model/trace/trace.js";
import type { Command } from "../../model/words/commands.js";
import { answerNames, describeCommand } from "../../model/words/commands.js";
import { ABSENT, ALLOCATED, FREE, METADATA } from "../../model/words/frames.js";
import { NOT_LINEARIZABLE } from "../../properties/several-cpus.js";
import type { Style } from "../lines/style.js";
import { fill, hanging, wrap } from "../lines/wrap.js";
import { ruleText } from "../rule-book/rule-text.js";
import { cpuColumns } from "./cpu-columns.js";
import { type Fold, foldsIn } from "./folds.js";
import { layerLegend } from "./layers.js";
import { FURTHER_ON, type Memory, memoryAlong } from "./memory-strip.js";

/** Up to so many frames a strip has a space between cells. */
const WIDE = 16;

/** The lines of a counterexample: the program, the rule, what was expected and what was found. */
export function programLines(counterexample: Counterexample, style: Style): string[] {
  const { steps, rule, expected, found, note } = counterexample;
  const { statement, because } = ruleText(rule);
  const { width, bad } = style;
  const program =
    steps.length === 0
      ? []
      : [
          ...overlapLines(counterexample, style),
          ...stepLines(counterexample, style),
          "",
          ...legend(counterexample, width).map(style.dim),
          "",
        ];
  return [
    ...program,
    `rule      ${style.strong(rule)}`,
    ...hanging("          ", statement, { width }),
    ...hanging("because   ", because, { width }),
    ...hanging("expected  ", expected, { width }),
    ...hanging("found     ", found, { width, paint: bad }),
    ...(note === undefined ? [] : hanging("note      ", note, { width })),
    ...(steps.length === 0 ? ["          in the initial state, before any command"] : []),
  ];
}

/** Where several CPUs ran: what they did, and what the steps that follow are. */
export function overlapLines({ cpus, rule }: Counterexample, { width, dim }: Style): string[] {
  if (cpus === undefined) return [];
  const ofAnswer = rule.includes("/") || rule === NOT_LINEARIZABLE.id;
  const last = ofAnswer ? "; the last step fits in none" : "";
  return [
    ...cpuColumns(cpus, width),
    "",
    ...wrap(`the last order of the commands that explained the answers${last}:`, width).map(dim),
  ];
}

/** The commands of a trace and their answers, with a strip of memory after each. */
export function stepLines(counterexample: Counterexample, style: Style): string[] {
  const { steps, format } = counterexample;
  const paint = format === "allocheck-witness" ? style.good : style.bad;
  const commands = steps.map(({ command }) => describeCommand(command));
  const width = Math.max(0, ...commands.map((text) => text.length));
  const memories = memoryAlong(counterexample);
  const folds = foldsOf(counterexample, memories);
  return memories.flatMap((memory, i) => {
    const fold = folds.find(({ from, length, times }) => i >= from + length && i < from + length * times);
    const strips = () => stripLines(memory).map((strip) => `    ${strip}`);
    if (fold !== undefined) {
      const isLast = i === fold.from + fold.length * fold.times - 1;
      if (fold.series === true) return isLast ? [foldLine(fold, commands, steps), ...strips()] : [];
      return i === fold.from + fold.length ? [foldLine(fold, commands, steps)] : [];
    }
    const step = steps[i]!; // one memory a step
    const answer = describeAnswer(step.answer);
    const last = i === steps.length - 1;
    const label = `${String(i + 1).padStart(2)}  ${commands[i]!.padEnd(width)}  -> `;
    const lines = hanging(label, answer, last ? { width: style.width, paint } : { width: style.width });
    return [...lines, ...strips()];
  });
}

/** The repeated parts of a trace that also leave the same memory each time. */
export function foldsOf(counterexample: Counterexample, memories = memoryAlong(counterexample)): Fold[] {
  return foldsIn(counterexample.steps, (i) => stripLines(memories[i]!).join("\n")); // one memory a step
}

/** Tells further rounds of steps that were shown once: `3 to 64: 31 times more alloc(), free(0)`. */
function foldLine(
  { from, length, times, series }: Fold,
  commands: readonly string[],
  steps: readonly TraceStep[],
): string {
  const round = commands.slice(from, from + length).join(", ");
  const last = from + length * times;
  const answers = series === true ? `  -> and so on to ${describeAnswer(steps[last - 1]!.answer)}` : "";
  return `${from + length + 1} to ${last}: ${times - 1} times more ${round}${answers}`;
}

const SIGNS: ReadonlyMap<number, string> = new Map([
  [FREE, "."],
  [ALLOCATED, "#"],
  [FURTHER_ON, "+"],
  [ABSENT, "x"],
  [METADATA, "m"],
]);

/** What stands for a frame (or unit) in a strip. */
export function signOf(kind: number): string {
  return SIGNS.get(kind) ?? String(kind);
}

/** The strip of one moment: what each frame is, and below it, where slices live, what they cover. */
export function stripLines({ frames, slices, origin = 0, layers = [] }: Memory): string[] {
  const gap = frames.length > WIDE ? "" : " ";
  const strip = frames.map(signOf);
  const further = layers.map(({ signs, text }) => `|${signs.join(gap)}|  ${text}`);
  const line = `|${strip.join(gap)}|`;
  if (slices.length === 0) return [line, ...further];
  return [line, `|${sliceSigns(frames.length, slices).join(gap)}|  ${liveText(slices, origin)}`, ...further];
}

/** What stands under the frames that live slices cover. */
export function sliceSigns(frames: number, slices: Memory["slices"]): string[] {
  return marksUnder(frames, "=", slices);
}

/** The live slices in words: `live: [0..1], [3]`, by the numbers of the pool. */
export function liveText(slices: Memory["slices"], origin: number): string {
  return `live: ${listOfRanges(slices.map(({ start, count }) => ({ start: start + origin, count })))}`;
}

/** What the strips show. The last one is the specification's too, whatever the allocator made of it. */
function legend(counterexample: Counterexample, width: number): string[] {
  const { frames, pool = 0, windowAt = 0 } = counterexample.scope;
  const [first, last] = [windowAt, windowAt + frames - 1];
  const shown = frames === 1 ? `frame ${first}` : `frames ${first} to ${last}`;
  const rest = pool === 0 ? "" : ` of a pool of ${pool}, all others taken`;
  return [
    ...wrap(`memory by the specification: ${shown}${rest}`, width),
    ...fill(legendParts(counterexample), "   ", width - 2).map((line) => `  ${line}`),
  ];
}

/** What each sign of the strips means: `. free`, `1 reserved by owner 1`. */
export function legendParts({ scope, steps }: Pick<Counterexample, "scope" | "steps">): string[] {
  const owners = new Set(steps.flatMap(({ command }) => ownerIn(command)));
  const parts = [". free"];
  for (const owner of owners) parts.push(`${owner} reserved by owner ${owner}`);
  if (steps.some(({ command: { kind } }) => answerNames(kind) === "frame")) parts.push("# allocated");
  if (steps.some(({ command }) => command.kind === "alloc-block")) parts.push("+ further on in its block");
  if (scope.modules.includes("regions")) parts.push("x not memory");
  if (steps.some(({ answer }) => "memoryArray" in answer || "reservedArray" in answer))
    parts.push("m the allocator's own array");
  if (steps.some(({ command }) => command.kind === "borrow")) parts.push("= under a live slice");
  parts.push(...layerLegend(scope.modules));
  return parts;
}

/** The owner for whom a command reserves or releases, if it does. */
function ownerIn(command: Command): number[] {
  if (command.kind === "alloc-range") return [1];
  return "owner" in command ? [command.owner] : [];
}
