/**
 * The specification of a scope as a Promela model, so that Spin can count its states independently.
 *
 * It is written from the rule tables: a command is an option of one loop, its guard says that no
 * frame (or range) it names is in the view of a reason, and its effect is one indivisible step.
 * States and transitions that Spin counts are those of `check --spec-only`.
 */

import { Misuse } from "../../model/basics/misuse.js";
import { rulesOf } from "../../model/modules/all.js";
import type { CommandRule, Part } from "../../model/rules/rules.js";
import { partOf } from "../../model/specification/guards.js";
import type { View } from "../../model/state/view.js";
import type { Command } from "../../model/words/commands.js";
import { argumentFaults, describeCommand } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { rangeNumber, rangesOf } from "../../model/words/ranges.js";
import { describeScope, isAligned, type ModuleId, type Scope } from "../../model/words/scope.js";

/** The text of the model. Throws a `Misuse` for a scope of which there is none. */
export function promelaModel(scope: Scope): string {
  requireKnown(scope);
  const options = rulesOf(scope.modules).flatMap((rule) =>
    rule
      .instances(scope)
      .filter((command) => argumentFaults(scope, command).length === 0) // the others are never accepted
      .flatMap((command) => optionsOf(scope, rule, command)),
  );
  return [
    `/* allocheck: the specification over ${describeScope(scope)}. */`,
    `/* frame[f]: 0 free, 1 to ${scope.owners} reserved by that owner, ${allocated(scope)} allocated. */`,
    "/* live[r]: how many slices of range r are alive; alive: how many in all. */",
    `byte frame[${scope.frames}];`,
    `byte live[${rangesOf(scope.frames).length}];`,
    "byte alive;",
    ...(hasBlocks(scope) ? [`bool begins[${scope.frames}]; /* a block begins at the frame */`] : []),
    ...(scope.modules.includes("phases") ? ["bool boot_over;"] : []),
    "",
    "active proctype client() {",
    "  do",
    ...options.map((option) => `  :: ${option}`),
    "  od",
    "}",
    "",
  ].join("\n");
}

/** The modules that have a model. */
const MODELLED: readonly ModuleId[] = ["core", "blocks", "phases", "foreign"];

/** Throws a `Misuse` for what the model would leave out. */
function requireKnown({ modules, units }: Scope): void {
  const unknown = modules.find((id) => !MODELLED.includes(id));
  if (unknown === undefined && units === undefined) return;
  throw new Misuse(
    "no-promela",
    `there is no Promela model of ${unknown === undefined ? "frames with units" : `the module ${unknown}`}`,
    `it knows ${MODELLED.join(", ")}, and frames of one unit`,
  );
}

/** One option a command; one for each frame it may answer, where it answers one. */
function optionsOf(scope: Scope, rule: CommandRule, command: Command): string[] {
  const bound = rule.bound === null ? [] : [{ when: rule.bound.in }];
  const reasons: readonly { readonly when: View; readonly part?: Part }[] = [...rule.reasons, ...bound];
  const allowed = reasons
    .filter(({ when }) => when.id !== "argument")
    .map(({ when, part }) => never(scope, when, command, part));
  const option = (guards: readonly string[], effect: readonly string[]) =>
    `d_step { ${[...new Set(guards)].join(" && ")} -> ${effect.join("; ")} } /* ${describeCommand(command)} */`;
  if (command.kind === "free" && hasBlocks(scope))
    return blocksFrom(scope, command.frame).map(({ range, guards }) =>
      option([...allowed, ...guards], free(scope, range)),
    );
  if (rule.answer === null) return [option(allowed, effectOf(scope, command))];
  const { count, align } = command.kind === "alloc-block" ? command : { count: 1, align: 1 };
  return framesOf(scope, { start: 0, count: scope.frames - count + 1 })
    .filter((start) => isAligned(scope, start, align))
    .map((start) => {
      const block = framesOf(scope, { start, count });
      const begin = hasBlocks(scope) ? [`begins[${start}] = 1`] : [];
      return option(
        block.map((f) => `frame[${f}] == 0`),
        [...block.map((f) => `frame[${f}] = ${allocated(scope)}`), ...begin],
      );
    });
}

/** Every block that may begin at a frame, with what says that it is the one that does. */
function blocksFrom(scope: Scope, start: number) {
  return framesOf(scope, { start, count: scope.frames - start }).map((last) => {
    const rest = framesOf(scope, { start: start + 1, count: last - start });
    const behind = last + 1 < scope.frames ? [`!(${inView(scope, "inside", last + 1, 0)})`] : [];
    const guards = [...rest.map((f) => inView(scope, "inside", f, 0)), ...behind];
    return { range: { start, count: last - start + 1 }, guards };
  });
}

function hasBlocks({ modules }: Scope): boolean {
  return modules.includes("blocks");
}

/** That nothing the command names is in the view. */
function never(scope: Scope, view: View, command: Command, part?: Part): string {
  const owner = "owner" in command ? command.owner : 0;
  if (view.over === "frames") {
    const range =
      "range" in command
        ? partOf(command.range, part)
        : { start: "frame" in command ? command.frame : 0, count: 1 };
    const none =
      view.id === "live"
        ? overlapping(scope, range).map((r) => `live[${r}] == 0`)
        : framesOf(scope, range).map((f) => `!(${inView(scope, view.id, f, owner)})`);
    return none.join(" && ") || "true";
  }
  if ("range" in command && view.id === "absent")
    return `live[${rangeNumber(scope.frames, command.range)}] > 0`;
  if ("range" in command && view.id === "mixed") return oneOwner(scope, command.range);
  if (view.id === "slices-full") return `alive < ${scope.slices}`;
  if (view.id === "boot-over") return "!boot_over";
  if (view.id === "exhausted" || view.id === "no-room") return "true";
  throw new Error(`internal: the view ${view.id} has no Promela`);
}

/** That one frame is in a view over frames. */
function inView(scope: Scope, view: string, frame: number, owner: number): string {
  const at = `frame[${frame}]`;
  const isReserved = `${at} != 0 && ${at} != ${allocated(scope)}`;
  switch (view) {
    case "free":
      return `${at} == 0`;
    case "allocated":
      return `${at} == ${allocated(scope)}`;
    case "reserved":
      return isReserved;
    case "unreserved":
      return `${at} == 0 || ${at} == ${allocated(scope)}`;
    case "foreign":
      return `${isReserved} && ${at} != ${owner}`;
    case "begins":
      return `begins[${frame}]`;
    case "inside":
      return `${at} == ${allocated(scope)} && !begins[${frame}]`;
    case "continued":
      return frame + 1 < scope.frames ? inView(scope, "inside", frame + 1, owner) : "false";
    default:
      throw new Error(`internal: the view ${view} over frames has no Promela`);
  }
}

/** That no two frames of a range, all of them reserved, have two owners. */
function oneOwner(scope: Scope, range: FrameRange): string {
  const [first, ...rest] = framesOf(scope, range);
  return rest.length === 0 ? "true" : rest.map((f) => `frame[${f}] == frame[${first}]`).join(" && ");
}

function effectOf(scope: Scope, command: Command): string[] {
  const mark = (range: FrameRange, kind: number) =>
    framesOf(scope, range).map((f) => `frame[${f}] = ${kind}`);
  const slice = (range: FrameRange, step: "++" | "--") => [
    `live[${rangeNumber(scope.frames, range)}]${step}`,
    `alive${step}`,
  ];
  if (command.kind === "reserve") return mark(command.range, command.owner);
  if (command.kind === "release") return mark(command.range, 0);
  if (command.kind === "borrow") return slice(command.range, "++");
  if (command.kind === "drop") return slice(command.range, "--");
  if (command.kind === "free") return mark({ start: command.frame, count: 1 }, 0);
  if (command.kind === "free-block") return free(scope, command.range);
  if (command.kind === "end-boot") return ["boot_over = 1"];
  throw new Error(`internal: the effect of ${command.kind} has no Promela`);
}

/** That the frames of a block become free. */
function free(scope: Scope, block: FrameRange): string[] {
  return [...framesOf(scope, block).map((f) => `frame[${f}] = 0`), `begins[${block.start}] = 0`];
}

function allocated(scope: Scope): number {
  return scope.owners + 1;
}

function framesOf(scope: Scope, { start, count }: FrameRange): number[] {
  return Array.from({ length: Math.min(count, scope.frames - start) }, (_, i) => start + i);
}

/** The numbers of the ranges that share a frame with a range. */
function overlapping(scope: Scope, { start, count }: FrameRange): number[] {
  return rangesOf(scope.frames).flatMap((other, r) =>
    other.start < start + count && start < other.start + other.count ? [r] : [],
  );
}
