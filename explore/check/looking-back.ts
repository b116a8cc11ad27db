/** `--can-always`: what the backward pass over a closed search finds, as counterexamples. */
import type { Counterexample } from "../../model/trace/trace.js";
import { ALWAYS_RULES, AlwaysGoals } from "../../properties/can-always.js";
import type { Difference } from "../determinism/second-pass.js";
import { confirm } from "../replay/confirm.js";
import { fromHereOn } from "../replay/from-here-on.js";
import type { Replayer } from "../replay/replayer.js";
import { BackwardPass, type Trap } from "../search/backward.js";
import { isOutOfMemory } from "../search/out-of-memory.js";
import { AGAIN } from "../search/pulse.js";
import type { Search } from "../search/search.js";
import type { TransitionSystem } from "../search/transition-system.js";
import { Lockstep } from "../systems/lockstep.js";
import type { Prepared } from "./prepared.js";
import type { LookedBack } from "./verdict.js";

export class LookingBack {
  private readonly goals: AlwaysGoals;
  /** `null` where there is no memory for it. */
  private readonly pass: BackwardPass | null;

  constructor(
    private readonly prepared: Prepared,
    private readonly search: Search,
  ) {
    const { specification, contract, pulse, system, request } = prepared;
    this.goals = new AlwaysGoals(specification, contract, prepared.untried);
    pulse.begin(AGAIN);
    const { visited } = search;
    const bytes = visited.bytes + (system.keptBytes ?? 0) + BackwardPass.bytesFor(visited.count, this.goals);
    const { maxMemoryBytes = Number.POSITIVE_INFINITY } = request.budget ?? {};
    this.pass =
      bytes > maxMemoryBytes
        ? null
        : whereItFits(() => new BackwardPass(search, this.goals, this.unsuspecting()));
  }

  /** What goes on as the search did, without giving commands twice; the same where its bytes are its own. */
  private unsuspecting(): TransitionSystem {
    const { specification, contract, pulse, system, request, local } = this.prepared;
    return local || request.definition === null
      ? system
      : new Lockstep(specification, request.definition, contract, pulse);
  }

  /** Whether there is no memory to look back. */
  get isTooLarge(): boolean {
    return this.pass === null;
  }

  /** Looks at some states; false once there is no more to do. */
  advance(states: number): boolean {
    return this.pass?.advance(states) === true;
  }

  /** A state that no longer leads where it led. */
  get unlike(): Difference | null {
    const state = this.pass?.unlike ?? null;
    return state === null ? null : { state, found: null, walk: [] };
  }

  /** What was put to the test, once it is over. */
  get seen(): LookedBack {
    const groups = [...(this.pass?.groups ?? [])];
    const rules = ALWAYS_RULES.filter(({ id }) =>
      groups.some((group) => this.goals.ruleOfGroup(group).id === id),
    );
    return {
      rules: rules.map(({ id }) => id),
      forEver: this.goals.forEver,
      expanded: this.pass?.expanded ?? 0,
    };
  }

  /** The least trap (of each rule, or of each rule and holder), seen to be one by itself. */
  counterexamples(): Counterexample[] {
    const { goals, prepared } = this;
    const traps = [...(this.pass?.traps ?? [])];
    const rules = traps.map(({ bit }) => goals.ruleOf(bit).id);
    const { keep = "first" } = prepared.request;
    const kept = {
      first: traps.slice(0, 1),
      rules: traps.filter((_, i) => rules.indexOf(rules[i]!) === i), // a rule a trap
      all: traps,
    }[keep];
    return kept.map((trap) => this.tell(trap));
  }

  private tell({ state, bit }: Trap): Counterexample {
    const { prepared, search, goals } = this;
    const { specification, contract, pulse, request } = prepared;
    const rule = goals.ruleOf(bit).id;
    const path = search.pathTo(state);
    const atEnd = (walk: Replayer) => {
      const end = pulse.aside(AGAIN, () => fromHereOn(walk, rule, { first: bit }));
      return end.kind === "never"
        ? { kind: "broke" as const, answer: { kind: "accepted" as const }, rule, violation: end.violation }
        : null;
    };
    const told = confirm(request.definition, contract, specification, path, rule, pulse, null, atEnd);
    if (request.definition !== null) return told;
    goals.look(search.visited.chunkOf(state), search.visited.offsetOf(state));
    return { ...told, expected: goals.expected(bit), found: goals.never(bit) };
  }
}

/** What is made, or `null` where there is no memory for it. */
function whereItFits<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    return null;
  }
}
