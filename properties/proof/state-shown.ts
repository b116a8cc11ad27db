/**
 * A small state from which an obligation fails, as what holds in it. In a pool of a few units every
 * quantifier can be written out: a solver is quick then to find a state, or to say that none is so small.
 */
import { declare, declareField, SORTS_AS_NUMBERS } from "../../model/logic/smt.js";
import {
  and,
  atMost,
  constant,
  equal,
  field,
  not,
  type Sort,
  type Term,
  variable,
} from "../../model/logic/term.js";
import { writtenOut } from "../../model/logic/written-out.js";
import type { StateField } from "../../model/rules/formulas.js";
import { SIZE } from "../../model/rules/state-fields.js";
import { namesOf } from "../../model/specification/asked.js";
import type { SymbolicSpecification, SymbolicStep } from "../../model/specification/symbolic.js";
import type { Obligation } from "./obligations.js";
import { assertion, usedIn } from "./script.js";

/** The pools that a state is looked for in, by how many units they have. */
export const SHOWN_SIZES = [1, 2, 3] as const;

/** Owners, nodes and slots, of which two are enough for one to be another's. */
const FEW = 2;
/** No count in a state that is shown is greater. */
const MOST = 5;

/** One entry of a state: what it is called for a person, and the constant that has its value. */
interface Entry {
  readonly text: string;
  readonly name: string;
  readonly term: Term;
  readonly is: Sort;
  /** The name of one without which it says nothing. */
  readonly onlyWith?: string;
}

/** The least and the greatest value of a sort in a pool: of places also those right outside it. */
function bounds(sort: Sort, size: number): readonly [number, number] {
  if (sort === "owner" || sort === "node") return [1, FEW];
  if (sort === "slot") return [0, FEW - 1];
  return [-1, size + 1];
}

function valuesOf(sort: Sort, size: number): readonly Term[] {
  const [least, most] = bounds(sort, size);
  return Array.from({ length: most - least + 1 }, (_, i) => constant(least + i));
}

/** A script that is met by the states of a pool of so many units from which a step breaks an obligation. */
export function scriptInPool(
  { fields }: SymbolicSpecification,
  step: SymbolicStep,
  { given, goal }: Obligation,
  size: number,
): string {
  const few = {
    values: (sort: Sort) => valuesOf(sort, size),
    known: new Map([[SIZE.name, constant(size)]]),
  };
  const premise = writtenOut(given, few);
  const denied = writtenOut(not(goal), few);
  const used = usedIn([premise, denied]);
  const entries = entriesOf(fields, step, size).filter(
    ({ term }) => term.kind !== "variable" || used.names.has(term.name),
  );
  const symbols = new Map([...fields.map((each) => [each.name, each] as const), ...used.symbols]);
  return [
    ...SORTS_AS_NUMBERS,
    ...Array.from(symbols.values(), declareField),
    ...Array.from(used.names.values(), declare),
    ...Array.from(used.names.values()).flatMap((name) => inBounds(name, name.sort, size)),
    ...fields.flatMap(({ over, is, ...symbol }) =>
      placesOf(over, size).flatMap((at) => inBounds(field({ ...symbol, over, is }, ...at), is, size)),
    ),
    ...(premise.kind === "and" ? premise.of : [premise]).map(assertion),
    assertion(denied),
    ...entries.flatMap(({ name, term, is }) => {
      const value = variable(name, is);
      return [declare(value), assertion(equal(value, term))];
    }),
    "",
  ].join("\n");
}

/** What a model of such a script says, an entry a piece: `slices(0, 1) 1`, `held(0)`. Zeros are left out. */
export function shown(
  { fields }: SymbolicSpecification,
  step: SymbolicStep,
  size: number,
  model: string,
): string[] {
  const values = valuesIn(model);
  const pieces = entriesOf(fields, step, size).flatMap(({ text, name, term, onlyWith }) => {
    const value = values.get(name);
    const isNothing = value === undefined || value === "false" || (value === "0" && term.kind === "field");
    if (isNothing || (onlyWith !== undefined && values.get(onlyWith) !== "true")) return [];
    return [value === "true" ? text : `${text} ${value}`];
  });
  return [`units ${size}`, ...pieces];
}

/** That a value of a sort of which there are few is one of them, and that no number is large. */
function inBounds(term: Term, sort: Sort, size: number): string[] {
  if (sort === "truth") return [];
  const [least, most] = sort === "number" ? [0, MOST] : bounds(sort, size);
  return [assertion(and(atMost(constant(least), term), atMost(term, constant(most))))];
}

/** Every combination of values for the arguments of a field. */
function placesOf(over: readonly Sort[], size: number): readonly (readonly Term[])[] {
  return over.reduce<readonly (readonly Term[])[]>(
    (rows, sort) => rows.flatMap((row) => valuesOf(sort, size).map((value) => [...row, value])),
    [[]],
  );
}

function entriesOf(fields: readonly StateField[], step: SymbolicStep, size: number): Entry[] {
  const ofField = (symbol: StateField): Entry[] =>
    placesOf(symbol.over, size).flatMap((at) => {
      const numbers = at.map((value) => (value.kind === "constant" ? value.value : 0));
      const isPlace = symbol.over.every((sort, i) => {
        const isEnd = sort === "frame" && i > 0 && symbol.over[i - 1] === "frame";
        const [from, to] =
          sort === "frame" ? (isEnd ? [numbers[i - 1]! + 1, size] : [0, size - 1]) : bounds(sort, size);
        return numbers[i]! >= from && numbers[i]! <= to;
      });
      if (!isPlace) return [];
      const text = numbers.length === 0 ? symbol.name : `${symbol.name}(${numbers.join(", ")})`;
      const named = (field: string) => ["at", field, ...numbers].join(".");
      const entry = { text, name: named(symbol.name), term: field(symbol, ...at), is: symbol.is };
      return [symbol.onlyWith === undefined ? entry : { ...entry, onlyWith: named(symbol.onlyWith) }];
    });
  const asked = step.kind === null ? [] : namesOf(step.kind);
  return [
    ...fields.flatMap(ofField),
    ...asked.map((name) => ({ text: name.name, name: `at.${name.name}`, term: name, is: name.sort })),
  ];
}

/** The constants of a model: a line each, `name -> value`. */
function valuesIn(model: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name, value] of model.matchAll(/^(\S+) -> (\(- \d+\)|[^\s{]+)$/gm))
    values.set(name!, value!.replace(/^\(- (\d+)\)$/, "-$1"));
  return values;
}
