/** What a run says nothing of: what was not tried, not asked or not seen. */

import type { LeftOut } from "../../explore/check/left-out.js";
import type { Run } from "../../explore/check/verdict.js";
import { crosses } from "../../explore/evidence/standard-windows.js";
import type { Guard } from "../../explore/systems/kept-slices.js";
import { grouped, plural } from "../../model/basics/wording.js";
import { KEPT_SLICES } from "../../model/contracts/callers.js";
import { contractByName } from "../../model/contracts/combined.js";
import type { CommandKind } from "../../model/words/commands.js";
import { boundIn } from "../../model/words/scope.js";
import { columns } from "../lines/table.js";
import { hanging, wrap } from "../lines/wrap.js";

/** What was not tried or not seen, and by whose word. */
export function gapLines(run: Run, width: number, verbose = false): string[] {
  const { notOffered, notExercised, verdict } = run;
  const untested = notExercised.filter(({ possible }) => possible);
  // What is said of a command that is not offered is said by that line.
  const ruledOut = notExercised.filter(
    ({ possible, rule }) =>
      !possible && !notOffered.some((kind) => rule.startsWith(`${kind}/`)) && !unaskedOf(run).includes(rule),
  );
  return [
    ...(verdict === "vacuous"
      ? [
          "never came to the test, though it could have:",
          ...untested.flatMap(({ statement }) => hanging("  ", statement, { width })),
          ...(notOffered.length + ruledOut.length > 0 ? [""] : []),
        ]
      : []),
    ...(notOffered.length > 0
      ? hanging("not offered, so not tried: ", notOffered.join(", "), { width })
      : []),
    ...neverAcceptedLines(run, width),
    ...leftOutLines(run, width, verbose),
    ...ownerLines(run),
    ...guardLines(run, width),
    ...(ruledOut.length > 0 && verdict !== "broken"
      ? ["ruled out by the scope or the offer:", ...ruledOutLines(ruledOut, width)]
      : []),
    ...keepLines(run, width),
  ];
}

/** The rules that are about several owners, where the allocator's commands name none. */
function unaskedOf({ namesNoOwner, notOffered }: Run): string[] {
  if (namesNoOwner !== true) return [];
  const isOffered = (rule: string) => !notOffered.some((kind) => rule.startsWith(`${kind}/`));
  return ["release/foreign-owner", "borrow/mixed-owners"].filter(isOffered);
}

function ownerLines(run: Run): string[] {
  const unasked = unaskedOf(run);
  if (unasked.length === 0) return [];
  const label = "its commands name no owner, so not asked: ";
  return [...hanging(label, unasked.join(", ")), "  two owners are asked with --owners 2"];
}

const GUARDS: Readonly<Record<Guard, string>> = {
  allocator: "the allocator, which must refuse a release while one is alive",
  nobody: "nobody: the contract lets a range be released while one is alive",
  caller: "the caller, who releases nothing while one is alive; the allocator was not asked",
};

/** Who guards a release where the checker keeps the slices. */
function guardLines({ guard }: Run, width: number): string[] {
  return guard === undefined
    ? []
    : hanging("slices kept by the checker, guarded by ", GUARDS[guard], { width });
}

/** What reserves and knows of no slices can be asked about them all the same. */
function keepLines({ notOffered, verdict, contract, terms, scope }: Run, width: number): string[] {
  const offers = (kind: CommandKind) => !notOffered.includes(kind);
  const knowsNone = offers("reserve") && offers("release") && !offers("borrow") && !offers("drop");
  if (!knowsNone || verdict === "broken" || boundIn(scope, "cpus") > 1) return [];
  const kept = terms === undefined ? contractByName(`${contract}+${KEPT_SLICES.id}`) : null;
  const how = kept === null ? "keepsSlices: true in its contract" : `--contract ${kept.id}`;
  return wrap(`No slice was ever alive. With ${how} the checker keeps slices itself.`, width);
}

function ruledOutLines(ruledOut: Run["notExercised"], width: number): string[] {
  const wide = columns(ruledOut.map(({ rule, needs }) => [`  ${rule}`, `needs ${needs}`]));
  if (wide.every((line) => line.length <= width)) return wide;
  return ruledOut.flatMap(({ rule, needs }) => [
    `  ${rule}`,
    ...hanging("    ", `needs ${needs}`, { width }),
  ]);
}

/** Where a fault cannot show, since the scope fills one word of a table; a finding says enough. */
export function narrowLines({ narrow = [], scope, verdict, evidence = [] }: Run, width: number): string[] {
  if (verdict === "broken") return [];
  const windows = evidence.flatMap((each) => (each.kind === "windows" ? each.seen : []));
  const unseen = narrow.filter(
    ({ frames, bits }) =>
      !windows.some((window) => crosses(window, scope.frames, { second: frames - 1, bits })),
  );
  return unseen.flatMap(({ path, frames }) =>
    wrap(
      `${scope.frames} frames are one word of ${path}, so nothing that goes wrong between two words was ` +
        `seen: try --frames ${frames}.`,
      width,
    ),
  );
}

/** Commands that nothing but refusals came of; a promise that never came to the test says so itself. */
function neverAcceptedLines(run: Run, width: number): string[] {
  const { neverAccepted = [], notExercised, verdict, closed } = run;
  const said = (kind: string) => notExercised.some(({ rule }) => rule === `${kind}/accepted`);
  const unsaid = neverAccepted.filter((kind) => verdict === "broken" || !said(kind));
  const label = closed ? "offered, and never accepted: " : "offered, and not accepted so far: ";
  return unsaid.length === 0 ? [] : hanging(label, unsaid.join(", "), { width });
}

/** What was left out of commands that are offered: by the offer, and for each reason by the contract. */
function leftOutLines({ contract, leftOut }: Run, width: number, verbose: boolean): string[] {
  const by = (whose: LeftOut["by"]) => leftOut.filter((left) => left.by === whose);
  const counts = by("offer").map(
    ({ command, count, of }) => `${command} ${grouped(count)} of ${grouped(of)}`,
  );
  return [
    ...(counts.length === 0 ? [] : hanging("left out by the offer: ", counts.join(", "), { width })),
    ...byContractLines(by("contract"), contract, width, verbose),
  ];
}

/** The reasons named in one line: those for which most commands were not tried. */
const MOST_NAMED = 2;

/** For which reasons the contract kept commands from being tried, and how often. */
function byContractLines(
  left: readonly LeftOut[],
  contract: string,
  width: number,
  verbose: boolean,
): string[] {
  const label = `not tried by contract ${contract}: `;
  const rows = left.flatMap(({ command, byReason = {}, of }) =>
    Object.entries(byReason).map(([reason, times]) => ({ rule: `${command}/${reason}`, times, of })),
  );
  if (rows.length === 0) return [];
  if (verbose) {
    const table = rows.map(({ rule, times, of }) => [`  ${rule}`, grouped(times), `of ${grouped(of)}`]);
    return [label.trimEnd(), ...columns(table, [1, 2])];
  }
  const most = rows.toSorted((a, b) => b.times - a.times).slice(0, MOST_NAMED);
  const named = most.map(({ rule, times }) => `${rule} ${grouped(times)} ${times === 1 ? "time" : "times"}`);
  const more = rows.length - most.length;
  const rest = more === 0 ? [] : [`${plural(more, "more reason")} (--verbose)`];
  return hanging(label, [...named, ...rest].join(", "), { width });
}
