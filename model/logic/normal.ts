/**
 * The form in which a solver sees most of a term: negations at the leaves, no name bound twice, quantifiers
 * as far out as they go without a new dependence, and none over what an equation says already.
 */
import { and, choice, equal, FALSE, less, not, or, sum, type Term, TRUE, type Variable } from "./term.js";

type Names = ReadonlyMap<string, Term>;
type Quantifier = "every" | "some";

/** A term that says the same as this one. */
export function normal(term: Term): Term {
  let next = 0;
  const fresh = ({ sort }: Variable): Variable => {
    next++;
    return { kind: "variable", name: `${sort[0]}!${next}`, sort };
  };
  return pushed(term, true, new Map(), fresh);
}

/** The term, or its negation, in that form; `names` stand for others. */
function pushed(term: Term, positive: boolean, names: Names, fresh: (old: Variable) => Variable): Term {
  const push = (of: Term, sign = positive) => pushed(of, sign, names, fresh);
  switch (term.kind) {
    case "not":
      return push(term.of, !positive);
    case "and":
    case "or": {
      const parts = term.of.map((of) => push(of));
      return (term.kind === "and") === positive ? conjunction(parts) : disjunction(parts);
    }
    case "choice": {
      const { when, then, otherwise } = term;
      return conjunction([
        disjunction([push(when, false), push(then)]),
        disjunction([push(when, true), push(otherwise)]),
      ]);
    }
    case "every":
    case "some": {
      const over = term.over.map(fresh);
      const inner = new Map([...names, ...term.over.map(({ name }, i) => [name, over[i]!] as const)]);
      const kind = (term.kind === "every") === positive ? "every" : "some";
      return bind(kind, over, pushed(term.body, positive, inner, fresh));
    }
    default: {
      const atom = renamed(term, names);
      return positive ? atom : not(atom);
    }
  }
}

/** A term inside an atom, with names replaced. Choices between numbers stay where they are. */
function renamed(term: Term, names: Names): Term {
  switch (term.kind) {
    case "variable":
      return names.get(term.name) ?? term;
    case "field":
      return { ...term, of: term.of.map((of) => renamed(of, names)) };
    case "equal":
      return equal(renamed(term.left, names), renamed(term.right, names));
    case "less":
      return less(renamed(term.left, names), renamed(term.right, names));
    case "sum":
      return sum(renamed(term.left, names), renamed(term.right, names));
    case "not":
      return not(renamed(term.of, names));
    case "and":
      return and(...term.of.map((of) => renamed(of, names)));
    case "or":
      return or(...term.of.map((of) => renamed(of, names)));
    case "choice":
      return choice(renamed(term.when, names), renamed(term.then, names), renamed(term.otherwise, names));
    case "every":
    case "some": // names are not bound twice by then
      return { ...term, body: renamed(term.body, names) };
    default:
      return term;
  }
}

/** What every part says of all its values is said of all values at once. */
function disjunction(parts: readonly Term[]): Term {
  return pulled("every", parts, or);
}

function conjunction(parts: readonly Term[]): Term {
  return pulled("some", parts, and);
}

function pulled(kind: Quantifier, parts: readonly Term[], join: (...terms: Term[]) => Term): Term {
  const over = parts.flatMap((part) => (part.kind === kind ? part.over : []));
  const bodies = parts.map((part) => (part.kind === kind ? part.body : part));
  return over.length === 0 ? join(...bodies) : bind(kind, over, join(...bodies));
}

/** A quantifier, on each part of what can be parted, and none over a name that is equal to another. */
function bind(kind: Quantifier, over: readonly Variable[], body: Term): Term {
  if (body.kind === "truth") return body;
  const splits = kind === "every" ? "and" : "or";
  if (body.kind === splits) {
    const parts = body.of.map((part) => bind(kind, over, part));
    return splits === "and" ? and(...parts) : or(...parts);
  }
  if (body.kind === kind) return bind(kind, [...over, ...body.over], body.body);
  for (const bound of over) {
    const value = saidToBe(kind, bound, body);
    if (value === undefined) continue;
    const rest = over.filter((other) => other !== bound);
    const settled = simplified(renamed(body, new Map([[bound.name, value]])));
    return rest.length === 0 ? settled : bind(kind, rest, settled);
  }
  const used = over.filter(({ name }) => mentions(body, name));
  return used.length === 0 ? body : { kind, over: used, body };
}

/** What a bound name must be for the body to matter, where an equation says so. */
function saidToBe(kind: Quantifier, { name }: Variable, body: Term): Term | undefined {
  const joins = kind === "every" ? "or" : "and";
  const parts = body.kind === joins ? body.of : [body];
  for (const part of parts) {
    const atom = kind === "every" ? (part.kind === "not" ? part.of : null) : part;
    if (atom?.kind !== "equal") continue;
    for (const [one, other] of [
      [atom.left, atom.right],
      [atom.right, atom.left],
    ] as const)
      if (one.kind === "variable" && one.name === name && !mentions(other, name)) return other;
  }
  return undefined;
}

/** Equations of a term with itself are true. */
function simplified(term: Term): Term {
  switch (term.kind) {
    case "equal":
      return isSame(term.left, term.right) ? TRUE : term;
    case "not":
      return not(simplified(term.of));
    case "and":
      return and(...term.of.map(simplified));
    case "or":
      return or(...term.of.map(simplified));
    case "every":
    case "some": {
      const body = simplified(term.body);
      return body.kind === "truth" ? (body.value ? TRUE : FALSE) : { ...term, body };
    }
    default:
      return term;
  }
}

/** Whether two terms are the same as data. */
export function isSame(one: Term, other: Term): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function mentions(term: Term, name: string): boolean {
  switch (term.kind) {
    case "variable":
      return term.name === name;
    case "constant":
    case "truth":
      return false;
    case "field":
    case "and":
    case "or":
      return term.of.some((of) => mentions(of, name));
    case "not":
      return mentions(term.of, name);
    case "choice":
      return [term.when, term.then, term.otherwise].some((of) => mentions(of, name));
    case "every":
    case "some":
      return mentions(term.body, name);
    default:
      return mentions(term.left, name) || mentions(term.right, name);
  }
}
