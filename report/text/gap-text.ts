/** What a run says nothing of: what was not tried, not asked or not seen. */

import type { LeftOut } from "../../explore/check/left-out.js";
import type { Run } from "../../explore/check/verdict.js";
import { columns, grouped } from "../lines/table.js";
import { hanging, wrap } from "../lines/wrap.js";

/** What was not tried or not seen, and by whose word. */
export function gapLines(run: Run, width: number): string[] {
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
    ...leftOutLines(run, width),
    ...ownerLines(run),
    ...(ruledOut.length > 0 && verdict !== "broken"
      ? ["ruled out by the scope or the offer:", ...ruledOutLines(ruledOut, width)]
      : []),
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

function ruledOutLines(ruledOut: Run["notExercised"], width: number): string[] {
  const wide = columns(ruledOut.map(({ rule, needs }) => [`  ${rule}`, `needs ${needs}`]));
  if (wide.every((line) => line.length <= width)) return wide;
  return ruledOut.flatMap(({ rule, needs }) => [
    `  ${rule}`,
    ...hanging("    ", `needs ${needs}`, { width }),
  ]);
}

/** Where a fault cannot show, since the scope fills one word of a table; a finding says enough. */
export function narrowLines({ narrow = [], scope, verdict }: Run, width: number): string[] {
  if (verdict === "broken") return [];
  return narrow.flatMap(({ path, frames }) =>
    wrap(
      `${scope.frames} frames are one word of ${path}, so nothing that goes wrong between two words was ` +
        `seen: try --frames ${frames}.`,
      width,
    ),
  );
}

/** What was left out of commands that are offered: a count for each kind. */
function leftOutLines({ contract, leftOut }: Run, width: number): string[] {
  const by = (whose: LeftOut["by"]) => leftOut.filter((left) => left.by === whose);
  const counts = (left: readonly LeftOut[]) =>
    left.map(({ command, count, of }) => `${command} ${grouped(count)} of ${grouped(of)}`).join(", ");
  const lines = [
    ["left out by the offer: ", by("offer")],
    [`left to the client by contract ${contract}: `, by("contract")],
  ] as const;
  return lines.flatMap(([label, left]) => (left.length === 0 ? [] : hanging(label, counts(left), { width })));
}
