/** A small state that a solver found, as what holds in it: asked for by name, one constant for each entry. */
import { declare, declareField, NAMED, smt } from "../../model/logic/smt.js";
import {
  constant,
  equal,
  field,
  type Sort,
  type Term,
  type Variable,
  variable,
} from "../../model/logic/term.js";
import type { StateField } from "../../model/rules/formulas.js";
import { SIZE } from "../../model/rules/state-fields.js";
import { namesOf } from "../../model/specification/asked.js";
import type { SymbolicSpecification, SymbolicStep } from "../../model/specification/symbolic.js";

/** The pools that a state is looked for in, by how many units they have. */
export const SHOWN_SIZES = [2, 4] as const;

/** One entry of a state: what it is called for a person, and the constant that has its value. */
interface Entry {
  readonly text: string;
  readonly name: Variable;
  readonly term: Term;
}

/** A script with lines that bound the pool and name every entry of the state before a step. */
export function naming(
  specification: SymbolicSpecification,
  step: SymbolicStep,
  script: string,
  size: number,
): string {
  const symbols = specification.fields.filter(({ name }) => !script.includes(`(declare-fun ${name} `));
  const names = entriesOf(specification, step, size).filter(
    ({ term }) => term.kind !== "variable" || script.includes(declare(term)),
  );
  return [
    script,
    ...symbols.map(declareField),
    `(assert (<= N ${size}))`,
    ...names.flatMap(({ name, term }) => [declare(name), `(assert ${smt(equal(name, term))})`]),
    "",
  ].join("\n");
}

/** What a model of such a script says, an entry a piece: `slices(0, 1) 1`, `held(0)`. Zeros are left out. */
export function shown(specification: SymbolicSpecification, step: SymbolicStep, model: string): string[] {
  const values = valuesIn(model);
  const size = Number(values.get("at.N") ?? SHOWN_SIZES[1]);
  const owners = new Map<string, string>();
  const named = NAMED.map(({ name }) => values.get(name));
  const say = (value: string, sort: Sort) => {
    if (sort !== "owner" && sort !== "node" && sort !== "slot") return value;
    if (sort !== "slot" && value === named[sort === "owner" ? 0 : 1]) return "1";
    if (!owners.has(value)) owners.set(value, String(owners.size + 2));
    return owners.get(value)!;
  };
  return entriesOf(specification, step, size).flatMap(({ text, name, term }) => {
    const value = values.get(name.name);
    const isNothing = value === undefined || value === "false" || (value === "0" && term.kind === "field");
    if (isNothing) return [];
    return [value === "true" ? text : `${text} ${say(value, name.sort)}`];
  });
}

function entriesOf({ fields }: SymbolicSpecification, step: SymbolicStep, size: number): Entry[] {
  const units = Array.from({ length: size }, (_, unit) => unit);
  const places = (over: readonly Sort[]): readonly (readonly number[])[] => {
    if (over.length === 0) return [[]];
    if (over.length === 1) return units.map((unit) => [unit]);
    return units.flatMap((low) => units.filter((u) => u >= low).map((high) => [low, high + 1]));
  };
  const ofField = (symbol: StateField): Entry[] =>
    symbol.over.every((sort) => sort === "frame")
      ? places(symbol.over).map((at) => ({
          text: at.length === 0 ? symbol.name : `${symbol.name}(${at.join(", ")})`,
          name: variable(["at", symbol.name, ...at].join("."), symbol.is),
          term: field(symbol, ...at.map((unit) => constant(unit))),
        }))
      : [];
  const asked = step.kind === null ? [] : namesOf(step.kind);
  return [
    { text: "units", name: variable("at.N", "number"), term: field(SIZE) },
    ...fields.flatMap(ofField),
    ...asked.map((name) => ({ text: name.name, name: variable(`at.${name.name}`, name.sort), term: name })),
  ];
}

/** The constants of a model: a line each, `name -> value`. */
function valuesIn(model: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name, value] of model.matchAll(/^(\S+) -> (\(- \d+\)|[^\s{]+)$/gm))
    values.set(name!, value!.replace(/^\(- (\d+)\)$/, "-$1"));
  return values;
}
