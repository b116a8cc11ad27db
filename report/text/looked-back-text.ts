/** What looking back over a search came to, as text. */
import type { Run } from "../../explore/check/verdict.js";
import { ALWAYS_ALLOCATABLE, ALWAYS_RELEASABLE } from "../../properties/can-always.js";
import { hanging, wrap } from "../lines/wrap.js";

/** What can always come about, and of what that is not said; where it was not looked at, why. */
export function lookedBackLines({ lookedBack, verdict }: Run, width: number): string[] {
  if (lookedBack === undefined) return [];
  if (lookedBack === null) {
    const why =
      verdict === "broken" ? ": a rule was broken first" : " to the end: the run was stopped before that";
    return wrap(`What can always come about was not looked at${why}.`, width);
  }
  const { rules, forEver } = lookedBack;
  const held = rules.includes(ALWAYS_RELEASABLE.id);
  const free = rules.includes(ALWAYS_ALLOCATABLE.id);
  const can = [
    ...(held ? ["what somebody holds can become free again"] : []),
    ...(free ? ["what is free can be handed out again"] : []),
  ];
  const claim =
    can.length === 0
      ? ["Whether anything can come back was not asked of any state."]
      : [`From every state ${can.join(", and ")}${forEver.length > 0 ? ", but for what is for ever" : ""}.`];
  return [
    ...(verdict === "broken" ? [] : claim.flatMap((line) => wrap(line, width))),
    ...(forEver.length > 0 ? ["for ever, so not asked:"] : []),
    ...forEver.flatMap(({ holder, because }) => hanging(`  ${holder}: `, because, { width })),
  ];
}
