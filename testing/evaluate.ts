/** Terms evaluated where every name has a value: the second reading of what a solver is given as text. */
import type { FieldSymbol, Sort, Term } from "../model/logic/term.js";

/** What names and symbols mean, and which values there are of a sort. Truth is 0 or 1. */
export interface Meaning {
  readonly names: Map<string, number>;
  field(symbol: FieldSymbol): (of: readonly number[]) => number;
  values(sort: Sort): readonly number[];
}

/** A term as a function of what its free names mean when it is called. */
export function compile(term: Term, meaning: Meaning): () => number {
  const { names } = meaning;
  const make = (of: Term) => compile(of, meaning);
  switch (term.kind) {
    case "variable":
      return () => {
        const value = names.get(term.name);
        if (value === undefined) throw new Error(`nothing is known of ${term.name}`);
        return value;
      };
    case "constant":
      return () => term.value;
    case "truth":
      return () => Number(term.value);
    case "field": {
      const read = meaning.field(term.symbol);
      const of = term.of.map(make);
      return () => read(of.map((each) => each()));
    }
    case "not": {
      const of = make(term.of);
      return () => 1 - of();
    }
    case "and": {
      const of = term.of.map(make);
      return () => Number(of.every((each) => each() === 1));
    }
    case "or": {
      const of = term.of.map(make);
      return () => Number(of.some((each) => each() === 1));
    }
    case "equal": {
      const [left, right] = [make(term.left), make(term.right)];
      return () => Number(left() === right());
    }
    case "less": {
      const [left, right] = [make(term.left), make(term.right)];
      return () => Number(left() < right());
    }
    case "sum": {
      const [left, right] = [make(term.left), make(term.right)];
      return () => left() + right();
    }
    case "choice": {
      const [when, then, otherwise] = [make(term.when), make(term.then), make(term.otherwise)];
      return () => (when() === 1 ? then() : otherwise());
    }
    case "every":
    case "some": {
      const body = make(term.body);
      const wanted = term.kind === "some" ? 1 : 0; // what settles it
      const found = (from: number): boolean => {
        const bound = term.over[from];
        if (bound === undefined) return body() === wanted;
        return meaning.values(bound.sort).some((value) => {
          names.set(bound.name, value);
          return found(from + 1);
        });
      };
      return () => (found(0) ? wanted : 1 - wanted);
    }
  }
}
