/** Terms about a pool of a few units: every quantifier is written out, and what is known is settled. */
import {
  and,
  choice,
  constant,
  equal,
  FALSE,
  less,
  not,
  or,
  type Sort,
  sum,
  type Term,
  TRUE,
} from "./term.js";

/** The values that there are of a sort, and what some symbols and names are. */
export interface FewValues {
  values(sort: Sort): readonly Term[];
  /** By the name of a symbol without arguments. */
  readonly known: ReadonlyMap<string, Term>;
}

/** The term without quantifiers: it says the same where there are no other values. */
export function writtenOut(term: Term, few: FewValues): Term {
  return write(term, new Map(), few);
}

function write(term: Term, names: ReadonlyMap<string, Term>, few: FewValues): Term {
  const of = (part: Term) => write(part, names, few);
  switch (term.kind) {
    case "variable":
      return names.get(term.name) ?? term;
    case "constant":
      return constant(term.value); // owners, nodes and slots are numbers as well
    case "truth":
      return term;
    case "field":
      return few.known.get(term.symbol.name) ?? { ...term, of: term.of.map(of) };
    case "not":
      return not(of(term.of));
    case "and":
      return joined(term.of, FALSE, and, of);
    case "or":
      return joined(term.of, TRUE, or, of);
    case "equal":
      return settled(of(term.left), of(term.right), (one, other) => one === other, equal);
    case "less":
      return settled(of(term.left), of(term.right), (one, other) => one < other, less);
    case "sum": {
      const [left, right] = [of(term.left), of(term.right)];
      return left.kind === "constant" && right.kind === "constant"
        ? constant(left.value + right.value)
        : sum(left, right);
    }
    case "choice":
      return choice(of(term.when), of(term.then), of(term.otherwise));
    case "every":
    case "some": {
      const rows = term.over.reduce<readonly ReadonlyMap<string, Term>[]>(
        (made, { name, sort }) =>
          made.flatMap((row) => few.values(sort).map((value) => new Map([...row, [name, value]]))),
        [names],
      );
      const bodyIn = (row: ReadonlyMap<string, Term>) => write(term.body, row, few);
      return term.kind === "every" ? joined(rows, FALSE, and, bodyIn) : joined(rows, TRUE, or, bodyIn);
    }
  }
}

/** Parts joined, up to the first that decides the whole. */
function joined<T>(
  parts: readonly T[],
  decided: Term,
  join: (...terms: Term[]) => Term,
  of: (part: T) => Term,
): Term {
  const written: Term[] = [];
  for (const part of parts) {
    const term = of(part);
    if (term.kind === "truth" && decided.kind === "truth" && term.value === decided.value) return decided;
    written.push(term);
  }
  return join(...written);
}

/** What two constants are to each other is known. */
function settled(
  left: Term,
  right: Term,
  is: (one: number, other: number) => boolean,
  otherwise: (left: Term, right: Term) => Term,
): Term {
  return left.kind === "constant" && right.kind === "constant"
    ? { kind: "truth", value: is(left.value, right.value) }
    : otherwise(left, right);
}
