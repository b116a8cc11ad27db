/**
 * The specification of a scope as a Promela model, so that Spin can count its states independently.
 *
 * It is written from the rule tables: a command is an option of one loop, its guard says that no
 * frame (or range) it names is in the view of a reason, and its effect is one indivisible step.
 * States and transitions that Spin counts are those of `check --spec-only`.
 */
import { ruleOf } from "../model/core.js";
import { VIEWS, type ViewId } from "../model/rules.js";
import { describeScope, rangeNumber, rangesOf, type Scope } from "../model/scope.js";
import { describeCommand } from "../model/trace.js";
import { COMMAND_KINDS, type Command, type FrameRange } from "../model/vocabulary.js";

/** The text of the model. */
export function promelaModel(scope: Scope): string {
  const options = COMMAND_KINDS.flatMap((kind) =>
    ruleOf(kind)
      .instances(scope)
      .flatMap((command) => optionsOf(scope, command)),
  );
  return [
    `/* allocheck: the specification over ${describeScope(scope)}. */`,
    `/* frame[f]: 0 free, 1 to ${scope.owners} reserved by that owner, ${allocated(scope)} allocated. */`,
    "/* live[r]: how many slices of range r are alive; alive: how many in all. */",
    `byte frame[${scope.frames}];`,
    `byte live[${rangesOf(scope.frames).length}];`,
    "byte alive;",
    "",
    "active proctype client() {",
    "  do",
    ...options.map((option) => `  :: ${option}`),
    "  od",
    "}",
    "",
  ].join("\n");
}

/** One option a command; one for each frame it may answer, where it answers one. */
function optionsOf(scope: Scope, command: Command): string[] {
  const rule = ruleOf(command.kind);
  const bound = rule.bound === null ? [] : [rule.bound];
  const allowed = [...rule.reasons.map(({ when }) => when), ...bound].map((view) =>
    never(scope, view, command),
  );
  const option = (guards: readonly string[], effect: readonly string[]) =>
    `d_step { ${[...new Set(guards)].join(" && ")} -> ${effect.join("; ")} } /* ${describeCommand(command)} */`;
  if (rule.answer === null) return [option(allowed, effectOf(scope, command))];
  return framesOf(scope, { start: 0, count: scope.frames }).map((f) =>
    option([`frame[${f}] == 0`], [`frame[${f}] = ${allocated(scope)}`]),
  );
}

/** That nothing the command names is in the view. */
function never(scope: Scope, view: ViewId, command: Command): string {
  const owner = "owner" in command ? command.owner : 0;
  if (VIEWS[view].over === "frames") {
    const range =
      "range" in command ? command.range : { start: "frame" in command ? command.frame : 0, count: 1 };
    return view === "live"
      ? overlapping(scope, range)
          .map((r) => `live[${r}] == 0`)
          .join(" && ")
      : framesOf(scope, range)
          .map((f) => `!(${inView(scope, view, f, owner)})`)
          .join(" && ");
  }
  if ("range" in command && view === "absent") return `live[${rangeNumber(scope.frames, command.range)}] > 0`;
  if ("range" in command && view === "mixed") return oneOwner(scope, command.range);
  if (view === "slices-full") return `alive < ${scope.slices}`;
  if (view === "exhausted") return "true";
  throw new Error(`internal: the view ${view} has no Promela`);
}

/** That one frame is in a view over frames. */
function inView(scope: Scope, view: ViewId, frame: number, owner: number): string {
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
  throw new Error(`internal: the effect of ${command.kind} has no Promela`);
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
