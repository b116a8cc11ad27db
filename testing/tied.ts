/**
 * The formulas of a specification held against the tables, state by state: each guard is true where the table
 * says so, the invariants are those that a search checks, and what a command does is what the formula says.
 */
import { type Term, variable } from "../model/logic/term.js";
import { givenIn } from "../model/modules/growth/rules.js";
import { arraysOf } from "../model/modules/regions/state.js";
import { bitAt } from "../model/rules/state-fields.js";
import { CUT } from "../model/specification/asked.js";
import { type Growth, growthOf } from "../model/specification/growth-moves.js";
import { Specification } from "../model/specification/specification.js";
import { SymbolicSpecification, type SymbolicStep } from "../model/specification/symbolic.js";
import { read } from "../model/state/layout.js";
import { answerNames, argumentFaults, type Command } from "../model/words/commands.js";
import { hasRole } from "../model/words/roles.js";
import { gridOf, handlesOf, nodesOf, type Scope, unitsOf } from "../model/words/scope.js";
import { keptIn } from "../properties/proof/invariant-terms.js";
import { compile, type Meaning } from "./evaluate.js";
import { nameAnswer, nameArguments } from "./named-for-formulas.js";

/** What did not agree, in words; and how much was compared. */
export interface Tied {
  readonly wrong: readonly string[];
  readonly states: number;
  readonly guards: number;
  readonly transitions: number;
}

/** Compares both over the states that a search of the specification alone comes to, up to so many. */
export function tie(
  scope: Scope,
  most = 1_000_000,
  symbolic = new SymbolicSpecification(scope.modules),
): Tied {
  return new Tie(scope, symbolic, most).run();
}

/** Enough of a mistake is shown by its first examples. */
const MOST_WRONG = 5;

class Tie {
  private readonly specification: Specification;
  private readonly wrong: string[] = [];
  private guards = 0;
  private transitions = 0;
  private before: Int32Array;
  private after: Int32Array;
  private readonly growth: Growth | null;
  private readonly meaning: Meaning;
  /** For each command the number of its kind among all. */
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly kept: readonly (readonly [string, () => number])[];

  constructor(
    private readonly scope: Scope,
    private readonly symbolic: SymbolicSpecification,
    private readonly most: number,
  ) {
    this.specification = new Specification(scope);
    this.before = this.specification.initial.slice();
    this.after = this.before.slice();
    this.growth = growthOf(this.specification);
    const readers = new Map(symbolic.fields.map(({ name, read }) => [name, read(this.specification)]));
    const grid = gridOf(scope);
    const upTo = (least: number, most: number) =>
      Array.from({ length: most - least + 1 }, (_, i) => least + i);
    this.meaning = {
      names: new Map(),
      field: ({ name }) => {
        if (name === "N") return () => grid;
        if (name === CUT.name) return ([frame]) => this.isCut(frame!);
        const reader = readers.get(name);
        if (reader === undefined) throw new Error(`no field ${name}`);
        return (of) => reader(this.before, 0, of);
      },
      values: (sort) => {
        if (sort === "owner") return upTo(1, scope.owners);
        if (sort === "node") return upTo(1, Math.max(1, nodesOf(scope)));
        if (sort === "slot") return upTo(0, handlesOf(scope) - 1);
        return upTo(-1, grid + 1);
      },
    };
    this.steps = new Map(symbolic.steps.map((step) => [step.id, this.stepOf(step)]));
    this.kept = keptIn(symbolic).map(({ id, holds }) => [id, compile(holds(symbolic.before), this.meaning)]);
  }

  run(): Tied {
    const { specification } = this;
    const seen = new Set<string>();
    const queue: Int32Array[] = [];
    const meet = (state: Int32Array) => {
      const key = state.join();
      if (seen.has(key) || seen.size >= this.most) return;
      seen.add(key);
      queue.push(state.slice());
    };
    const initially = compile(this.symbolic.initially(), this.meaning);
    if (initially() !== 1) this.wrong.push("the first state is none of the initial ones");
    meet(this.before);
    for (let i = 0; i < queue.length && this.wrong.length < MOST_WRONG; i++) {
      this.before = queue[i]!;
      specification.look(this.before, 0);
      for (const [id, holds] of this.kept) if (holds() !== 1) this.say(`${id} is not kept`);
      for (const [c, command] of specification.commands.entries()) this.compare(c, command, meet);
      this.compareMoves(meet);
    }
    return { wrong: this.wrong, states: seen.size, guards: this.guards, transitions: this.transitions };
  }

  private compare(c: number, command: Command, meet: (state: Int32Array) => void): void {
    const { specification, meaning } = this;
    const step = this.steps.get(command.kind)!;
    const rule = specification.ruleOf(command.kind);
    const mask = specification.judge(c);
    const isForeign = argumentFaults(this.scope, command).length > 0;
    const { names } = meaning;
    nameArguments(names, this.scope, command);
    if (hasRole(command.kind, "cuts")) specification.effects.apply(c, 0, this.after, 0); // what goes
    if (!isForeign)
      rule.reasons.forEach(({ id }, i) => {
        const { met, wider } = step.rules.get(`${command.kind}/${id}`)!;
        const says = 1 - met();
        const truth = (mask >>> i) & 1;
        this.guards++;
        // Formulas know units alone, and may accept what needs a whole frame.
        if (wider === undefined && unitsOf(this.scope) === 1 ? says !== truth : says > truth)
          this.say(
            `${command.kind}/${id} is ${truth}, and by its formula ${says}: ${JSON.stringify(command)}`,
          );
      });
    if (mask !== 0) return;
    if (isForeign) this.say(`${JSON.stringify(command)} is legal`);
    const answers = answerNames(command.kind) === null ? 1 : specification.answersOf(c);
    for (let answer = 0; answer < answers; answer++) {
      if (answerNames(command.kind) !== null && !specification.mayAnswer(c, answer)) continue;
      nameAnswer(names, this.scope, command, answer);
      specification.effects.apply(c, answer, this.after, 0);
      this.transitions++;
      this.compareEffect(step, `${JSON.stringify(command)} -> ${answer}`);
      meet(this.after);
    }
  }

  /** Arrays of the allocator's own move with whatever command it likes: to every place to which they may. */
  private compareMoves(meet: (state: Int32Array) => void): void {
    const { growth, after, before } = this;
    if (growth === null) return;
    const step = this.steps.get("arrays-move")!;
    const { names } = this.meaning;
    const now = arraysOf(this.specification.layout).map((place) => read(before, 0, place));
    const places = [-1, ...Array.from({ length: gridOf(this.scope) }, (_, unit) => unit)];
    for (const memoryArray of places)
      for (const reservedArray of places) {
        if (memoryArray < 0 && reservedArray < 0) continue;
        after.set(before);
        if (!growth.move(givenIn({ memoryArray, reservedArray }), after, 0)) continue;
        names.set("memory-at", memoryArray < 0 ? now[0]! : memoryArray + 1);
        names.set("reserved-at", reservedArray < 0 ? now[1]! : reservedArray + 1);
        this.transitions++;
        this.compareEffect(step, `arrays move to ${memoryArray} and ${reservedArray}`);
        meet(after);
      }
  }

  /** Whether some choice of what the state decides makes the formula say what happened. */
  private compareEffect(step: Step, text: string): void {
    const { names, values } = this.meaning;
    const untils = step.uses.has("until") ? values("frame") : [0];
    const intos = step.uses.has("into") ? values("slot") : [0];
    let differs = "it is not taken";
    for (const until of untils)
      for (const into of intos) {
        names.set("until", until);
        names.set("into", into);
        if (step.taken() !== 1) continue;
        differs = this.firstDifference(step) ?? "";
        if (differs === "") return;
      }
    this.say(`${text}: ${differs}`);
  }

  private firstDifference(step: Step): string | null {
    for (const { name, places, value, bound, was } of step.changed)
      for (const place of places) {
        for (let i = 0; i < bound.length; i++) this.meaning.names.set(bound[i]!, place[i]!);
        const said = value();
        const is = was(this.after, place);
        if (said !== is) return `${name}(${place.join(", ")}) is ${is}, and by its formula ${said}`;
      }
    return null;
  }

  private stepOf(step: SymbolicStep): Step {
    const { symbolic, meaning } = this;
    const after = symbolic.after(step);
    const text = JSON.stringify([symbolic.taken(step), ...symbolic.fields.map((f) => f.name)]);
    const all = [text];
    const changed = symbolic.compared.map(({ name, over, read: reader }) => {
      const bound = over.map((sort, i) => variable(`place.${i}`, sort));
      const term: Term = after.field(name, ...bound);
      all.push(JSON.stringify(term));
      const is = reader(this.specification);
      return {
        name,
        bound: bound.map((each) => each.name),
        places: productOf(over.map((sort) => meaning.values(sort))),
        value: compile(term, meaning),
        was: (words: Int32Array, place: readonly number[]) => is(words, 0, place),
      };
    });
    return {
      rules: new Map(
        step.rules.map(({ key, met, wider }) => [
          key,
          { met: compile(met, meaning), ...(wider === undefined ? {} : { wider }) },
        ]),
      ),
      taken: compile(symbolic.taken(step), meaning),
      changed,
      uses: new Set(["until", "into"].filter((name) => all.some((each) => each.includes(`"${name}"`)))),
    };
  }

  /** Whether a unit is no memory after a step that was memory, or was the kernel's and came back. */
  private isCut(unit: number): number {
    const { layout } = this.specification;
    const bit = (words: Int32Array, id: string) => bitAt(words, 0, layout.places.get(id) ?? [], unit);
    const { before, after } = this;
    return (
      (bit(after, "absent") & ~bit(before, "absent")) | (bit(before, "owner-1") & ~bit(after, "owner-1"))
    );
  }

  private say(text: string): void {
    if (this.wrong.length < MOST_WRONG) this.wrong.push(`${text}, in ${this.before.join()}`);
  }
}

interface Step {
  readonly rules: ReadonlyMap<string, { readonly met: () => number; readonly wider?: string }>;
  readonly taken: () => number;
  readonly changed: readonly {
    readonly name: string;
    readonly bound: readonly string[];
    readonly places: readonly (readonly number[])[];
    readonly value: () => number;
    readonly was: (words: Int32Array, place: readonly number[]) => number;
  }[];
  /** Of what the state decides, what this step speaks of. */
  readonly uses: ReadonlySet<string>;
}

function productOf(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return lists.reduce<readonly (readonly number[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}
