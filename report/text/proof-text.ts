/** What was proved of the specification for any size, as text. */
import type { NeededFor, Proof } from "../../explore/proof/prove.js";
import { grouped, plural } from "../../model/basics/wording.js";
import { GIVEN } from "../../properties/proof/script-file.js";
import type { Style } from "../lines/style.js";
import { duration } from "../lines/table.js";
import { wrap } from "../lines/wrap.js";

/** All that a proof came to: what is kept, what is open, and what each rule is needed for. */
export function proofLines(proof: Proof, style: Style): string[] {
  const { modules, open, rules, wider } = proof;
  const told = (text: string, indent = "") =>
    wrap(text, style.width - indent.length).map((line) => `${indent}${line}`);
  const heading = (text: string) => told(text).map(style.strong);
  return [
    ...heading(`the rules of ${modules.join("+")}`),
    ...told(outcomeText(proof), "  "),
    ...proof.invariants.flatMap(({ id, statement }) => {
      const isLost = !proof.complete || open.some(({ invariant }) => invariant === id);
      const sign = isLost ? style.bad("open") : style.good("kept");
      return told(`${sign}  ${id}: ${statement}`, "  ");
    }),
    ...open.flatMap(({ step, invariant, why, from = [] }) =>
      told(`${style.bad("open")}  ${step}, ${invariant}: ${why}${stateText(from)}`, "  "),
    ),
    ...told(GIVEN.join(" "), "  "),
    ...(rules.length === 0 ? [] : ["", ...heading("what each rule is needed for, all others kept")]),
    ...rules.flatMap((rule) => told(neededText(rule), "  ")),
    ...(wider.length === 0 ? [] : ["", ...heading("taken wider than the rules, so that more is shown")]),
    ...wider.flatMap(({ what, as }) => told(`${what}: ${as}`, "  ")),
  ];
}

/** What it came to, with what it is about. */
function outcomeText({
  invariants,
  open,
  obligations,
  unchanged,
  solver,
  complete,
  measured,
}: Proof): string {
  const lost = new Set(open.map(({ invariant }) => invariant)).size;
  const counted = `${invariants.length - lost} of ${plural(invariants.length, "invariant")}`;
  const asked = `${plural(obligations, "obligation")}, ${grouped(unchanged)} of them of what a step leaves alone`;
  if (!complete) return `ended early: ${asked} were shown until then, and no invariant is proved by that.`;
  return (
    `${lost === 0 ? "proved" : "open"}: any number of frames, owners and slices: the rules keep ${counted} ` +
    `(${asked}; ${solver}, ${duration(measured.seconds)}). This is about the specification, not about any allocator.`
  );
}

/** One rule: `release/live-slice keeps slices-in-reserved; a state from which: ...`. */
export function neededText({ rule, keeps, unknown }: NeededFor): string {
  const [first] = keeps;
  const unsaid = unknown.length === 0 ? "" : `; of ${unknown.join(", ")} the solver could not say`;
  if (first === undefined) return `${rule} keeps no invariant${unsaid}`;
  return `${rule} keeps ${keeps.map(({ invariant }) => invariant).join(", ")}${stateText(first.from)}${unsaid}`;
}

function stateText(from: readonly string[]): string {
  return from.length === 0 ? "" : `; a state from which it breaks: ${from.join(", ")}`;
}
