/**
 * Formulas about a state and a command, as data: what a solver is given as text (`smt.ts`) and what is
 * evaluated on a packed state (`evaluate.ts`) is one and the same term.
 */

/**
 * What a term stands for. Frames are counted in units of the grid, so a frame is a whole number as any other;
 * owners, nodes and slots are told apart and nothing else.
 */
export type Sort = "frame" | "owner" | "node" | "slot" | "number" | "truth";

/** A name that a quantifier binds, or an argument of a command. */
export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly sort: Sort;
}

/** A symbol that the state before a command gives a meaning to. */
export interface FieldSymbol {
  readonly name: string;
  readonly over: readonly Sort[];
  readonly is: Sort;
}

export type Term =
  | Variable
  | { readonly kind: "constant"; readonly value: number; readonly sort: Sort }
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "field"; readonly symbol: FieldSymbol; readonly of: readonly Term[] }
  | { readonly kind: "not"; readonly of: Term }
  | { readonly kind: "and" | "or"; readonly of: readonly Term[] }
  | { readonly kind: "equal" | "less" | "sum"; readonly left: Term; readonly right: Term }
  | { readonly kind: "choice"; readonly when: Term; readonly then: Term; readonly otherwise: Term }
  | {
      readonly kind: "every" | "some";
      readonly over: readonly Variable[];
      readonly body: Term;
    };

export const TRUE: Term = { kind: "truth", value: true };
export const FALSE: Term = { kind: "truth", value: false };

/** A whole number, or the owner, node or slot of that number. */
export function constant(value: number, sort: Sort = "number"): Term {
  return { kind: "constant", value, sort };
}

export function variable(name: string, sort: Sort): Variable {
  return { kind: "variable", name, sort };
}

export function field(symbol: FieldSymbol, ...of: readonly Term[]): Term {
  return { kind: "field", symbol, of };
}

export function not(of: Term): Term {
  if (of.kind === "truth") return of.value ? FALSE : TRUE;
  return of.kind === "not" ? of.of : { kind: "not", of };
}

/** True where all are; of none, true. */
export function and(...terms: readonly Term[]): Term {
  return joined("and", terms, TRUE, FALSE);
}

/** True where one is; of none, false. */
export function or(...terms: readonly Term[]): Term {
  return joined("or", terms, FALSE, TRUE);
}

export function implies(premise: Term, conclusion: Term): Term {
  return or(not(premise), conclusion);
}

export function equal(left: Term, right: Term): Term {
  return { kind: "equal", left, right };
}

export function less(left: Term, right: Term): Term {
  return { kind: "less", left, right };
}

export function atMost(left: Term, right: Term): Term {
  return not(less(right, left));
}

export function sum(left: Term, right: Term): Term {
  return { kind: "sum", left, right };
}

export function choice(when: Term, then: Term, otherwise: Term): Term {
  if (when.kind === "truth") return when.value ? then : otherwise;
  return { kind: "choice", when, then, otherwise };
}

/** Whether a frame is in the range that begins with `low` and ends before `high`. */
export function within(frame: Term, low: Term, high: Term): Term {
  return and(atMost(low, frame), less(frame, high));
}

/** `body` of every value of these sorts. */
export function every(over: readonly Sort[], body: (...bound: Variable[]) => Term): Term {
  return quantified("every", over, body);
}

/** `body` of some value of these sorts. */
export function some(over: readonly Sort[], body: (...bound: Variable[]) => Term): Term {
  return quantified("some", over, body);
}

function joined(kind: "and" | "or", terms: readonly Term[], neutral: Term, decided: Term): Term {
  const flat = terms.flatMap((term) => (term.kind === kind ? term.of : [term]));
  const rest = flat.filter((term) => !isTruth(term, neutral));
  if (rest.some((term) => isTruth(term, decided))) return decided;
  const [first] = rest;
  if (first === undefined) return neutral;
  return rest.length === 1 ? first : { kind, of: rest };
}

function isTruth(term: Term, truth: Term): boolean {
  return term.kind === "truth" && truth.kind === "truth" && term.value === truth.value;
}

/** A bound name whose number is known only once what it stands in is. */
class Bound implements Variable {
  readonly kind = "variable";
  name = "";
  constructor(readonly sort: Sort) {}
}

/**
 * Names are given from the inside out, by how many quantifiers stand within: so equal formulas are equal as
 * data, and no name is bound again inside its own scope.
 */
function quantified(
  kind: "every" | "some",
  sorts: readonly Sort[],
  body: (...bound: Variable[]) => Term,
): Term {
  const over = sorts.map((sort) => new Bound(sort));
  const inner = body(...over);
  if (inner.kind === "truth") return inner;
  const depth = depthOf(inner) + 1;
  over.forEach((bound, i) => {
    bound.name = `${bound.sort[0]}${depth}${over.length > 1 ? "abcdefgh"[i] : ""}`;
  });
  return { kind, over, body: inner };
}

/** How many quantifiers stand inside each other in a term. */
function depthOf(term: Term): number {
  const inner = Math.max(0, ...partsOf(term).map(depthOf));
  return term.kind === "every" || term.kind === "some" ? inner + 1 : inner;
}

/** The terms right inside one. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case "variable":
    case "constant":
    case "truth":
      return [];
    case "not":
      return [term.of];
    case "field":
    case "and":
    case "or":
      return term.of;
    case "choice":
      return [term.when, term.then, term.otherwise];
    case "every":
    case "some":
      return [term.body];
    default:
      return [term.left, term.right];
  }
}
