/** What checks will cost, as text. */
import type { NeededBound } from "../../explore/check/scope-advice.js";
import type { Guess } from "../../explore/evidence/predict.js";
import { plural } from "../../model/basics/wording.js";
import { describeScope, type Scope } from "../../model/words/scope.js";
import type { Style } from "../lines/style.js";
import { hanging, strongHead, wrap } from "../lines/wrap.js";
import { costText } from "./growth-text.js";

/** A scope that is no smaller than this is no advice. */
const WORTH = 1.05;

/** What is told of one check. */
interface Told {
  readonly target: string;
  readonly scope: Scope;
  readonly predicted: Guess & { readonly from: number };
  readonly broken: { readonly rule: string; readonly frames: number } | null;
  readonly advice: readonly {
    readonly bound: NeededBound;
    readonly instead: number;
    readonly of: number;
    readonly times: number;
    readonly loses: readonly string[];
  }[];
}

/** Each check with its figures and what would make it smaller. */
export function planLines(plans: readonly Told[], style: Style): string[] {
  return plans.flatMap(({ target, scope, predicted, broken, advice }, i) => [
    ...(i > 0 ? [""] : []),
    ...strongHead(target, describeScope(scope), style),
    ...hanging("  ", costText(predicted), style),
    ...wrap(foundation(predicted), style.width - 2).map((line) => `  ${line}`),
    ...(broken === null ? [] : hanging("  ", brokenText(broken), style)),
    ...advice.filter(({ times }) => times >= WORTH).flatMap((each) => hanging("  ", adviceText(each), style)),
  ]);
}

function foundation({ frames, from }: Told["predicted"]): string {
  if (from === frames) return "It was explored to tell, so these are its figures.";
  return `A guess, from 1 to ${from} frames: the further it reaches, the less it is worth.`;
}

function brokenText({ rule, frames }: NonNullable<Told["broken"]>): string {
  return `It breaks ${rule} with ${plural(frames, "frame")} already, so a check has less to do: what follows is not explored.`;
}

function adviceText({ bound, instead, of, times, loses }: Told["advice"][number]): string {
  const noun = bound.replace(/s$/, "");
  const gain =
    times < 1.05 ? "no smaller" : `about ${times < 10 ? times.toFixed(1) : Math.round(times)} times smaller`;
  const lost =
    loses.length === 0 ? "loses nothing that these rules need" : `no longer tests ${loses.join(", ")}`;
  return `${plural(instead, noun)} instead of ${of}: ${gain}, ${lost}`;
}
