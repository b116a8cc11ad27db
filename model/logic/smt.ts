/** Terms as SMT-LIB 2, for z3, cvc5 and whoever else reads it. */
import type { FieldSymbol, Sort, Term, Variable } from "./term.js";

/** What each sort is there: numbers are whole, and what is only told apart has a sort of its own. */
const SORTS: Readonly<Record<Sort, string>> = {
  frame: "Int",
  number: "Int",
  truth: "Bool",
  owner: "Owner",
  node: "Node",
  slot: "Slot",
};

const OWN_SORTS = ["Owner", "Node", "Slot"] as const;

/** The sorts that a text must declare before it uses them. */
export const SORT_DECLARATIONS: readonly string[] = OWN_SORTS.map((name) => `(declare-sort ${name} 0)`);

/** The same, where owners, nodes and slots are numbers. */
export const SORTS_AS_NUMBERS: readonly string[] = OWN_SORTS.map((name) => `(define-sort ${name} () Int)`);

/** The owners and nodes that are named by number. */
export const NAMED: readonly Variable[] = (["owner", "node"] as const).map((sort) => ({
  kind: "variable",
  name: `${sort}-1`,
  sort,
}));

/** The declaration of a symbol of the state. */
export function declareField({ name, over, is }: FieldSymbol): string {
  return `(declare-fun ${name} (${over.map((sort) => SORTS[sort]).join(" ")}) ${SORTS[is]})`;
}

/** The declaration of an argument of a command, or of another name that nothing binds. */
export function declare({ name, sort }: Variable): string {
  return `(declare-const ${name} ${SORTS[sort]})`;
}

/** A term as text on one line. */
export function smt(term: Term): string {
  switch (term.kind) {
    case "variable":
      return term.name;
    case "truth":
      return String(term.value);
    case "constant":
      return constantText(term.value, term.sort);
    case "field":
      return call(term.symbol.name, term.of);
    case "not":
      return term.of.kind === "less"
        ? `(<= ${smt(term.of.right)} ${smt(term.of.left)})`
        : `(not ${smt(term.of)})`;
    case "and":
    case "or":
      return call(term.kind, term.of);
    case "equal":
      return call("=", [term.left, term.right]);
    case "less":
      return call("<", [term.left, term.right]);
    case "sum":
      return call("+", [term.left, term.right]);
    case "choice":
      return call("ite", [term.when, term.then, term.otherwise]);
    case "every":
    case "some": {
      const bound = term.over.map(({ name, sort }) => `(${name} ${SORTS[sort]})`).join(" ");
      return `(${term.kind === "every" ? "forall" : "exists"} (${bound}) ${smt(term.body)})`;
    }
  }
}

function call(name: string, of: readonly Term[]): string {
  return of.length === 0 ? name : `(${name} ${of.map(smt).join(" ")})`;
}

function constantText(value: number, sort: Sort): string {
  if (SORTS[sort] !== "Int") return `${sort}-${value}`;
  return value < 0 ? `(- ${-value})` : String(value);
}
