/** Random sequences in a pool that is too large to explore: one run after the other, each drawn anew. */
import type { Contract } from "../../model/contracts/named.js";
import { rulesOf } from "../../model/modules/all.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import type { Command, CommandKind } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import { now } from "../search/clock.js";
import { type Place, Pulse, SEARCH } from "../search/pulse.js";
import type { PathStep } from "../search/search.js";
import { Swarm } from "./swarm.js";

/** What to sample, and when to stop. */
export interface FuzzRequest {
  readonly definition: AllocatorDefinition;
  readonly contract: Contract;
  readonly scope: Scope;
  readonly seed: number;
  /** It ends a few states after so many commands were given; what is absent does not end it. */
  readonly commands?: number;
  readonly seconds?: number;
  readonly pulse?: Pulse;
}

/** A rule that was broken, with the commands from the initial state on. */
export interface FuzzFinding {
  readonly rule: string;
  readonly commands: readonly Command[];
  /** The same as the run of the fuzz numbers it. */
  readonly specification: Specification;
  readonly path: readonly PathStep[];
  /** A run of this seed finds it at once. */
  readonly seed: number;
}

/** States are numbered so many a run, so that a place where a call hangs names its run. */
const STATES_A_RUN = 2048;
const MOST_RUNS = 2 ** 31 / STATES_A_RUN;

export class Fuzz {
  /** How many commands were given, in runs that are over. */
  tried = 0;
  transitions = 0;
  runs = 0;
  expanded = 0;
  longest = 0;
  readonly outcomes: Record<string, number> = {};
  finding: FuzzFinding | null = null;
  stoppedBy: "finding" | "max-seconds" | "max-commands" | "interrupt" | undefined;
  private swarm: Swarm;
  private readonly kinds: readonly CommandKind[];
  private readonly deadline: number;
  private readonly pulse: Pulse;
  private readonly hang: Place | null;

  constructor(private readonly request: FuzzRequest) {
    const { definition, scope, seconds = Number.POSITIVE_INFINITY, pulse = new Pulse() } = request;
    this.pulse = pulse;
    this.deadline = now() + 1000 * seconds;
    this.kinds = rulesOf(scope.modules)
      .map(({ kind }) => kind)
      .filter((kind) => (definition.offers[kind] ?? false) !== false);
    pulse.begin(SEARCH);
    this.hang = pulse.last(SEARCH);
    // What hung is in a run that is known: it is done again, and nothing before it.
    if (this.hang !== null) this.runs = Math.floor(this.hang.number / STATES_A_RUN);
    this.swarm = this.next();
  }

  /** How many runs were begun: one that was cut short has given commands as well. */
  get begun(): number {
    const isCut = this.stoppedBy === "max-seconds" || this.stoppedBy === "interrupt";
    return this.runs + (isCut && this.swarm.expanded > 0 ? 1 : 0);
  }

  /** Leaves at most so many states; false once it has ended. */
  advance(states: number): boolean {
    if (this.stoppedBy !== undefined) return false;
    const goesOn = this.swarm.advance(states);
    if (!goesOn) this.endRun();
    if (this.stoppedBy === undefined && now() > this.deadline) this.end("max-seconds");
    return this.stoppedBy === undefined;
  }

  /** Ends it where it stands. */
  interrupt(): void {
    this.end("interrupt");
  }

  private end(stoppedBy: NonNullable<Fuzz["stoppedBy"]>): void {
    if (this.stoppedBy !== undefined) return;
    this.stoppedBy = stoppedBy;
    this.count();
  }

  private next(): Swarm {
    const { definition, contract, scope, seed, commands: most = Number.POSITIVE_INFINITY } = this.request;
    const first = (this.runs % MOST_RUNS) * STATES_A_RUN;
    const { kinds, runs, pulse, hang, tried } = this;
    return new Swarm(definition, contract, scope, kinds, seed + runs, pulse, first, hang, most - tried);
  }

  private endRun(): void {
    const { finding, specification } = this.swarm;
    const { seed, commands: most = Number.POSITIVE_INFINITY } = this.request;
    if (finding !== null) {
      const { rule, path } = finding;
      const commands = path.map(({ command }) => specification.commands[command]!);
      this.finding = { rule, commands, specification, path, seed: seed + this.runs };
      this.end("finding");
      return;
    }
    this.count();
    this.runs++;
    if (this.tried >= most) this.stoppedBy = "max-commands";
    else this.swarm = this.next();
  }

  /** Adds up what the run under way came to. */
  private count(): void {
    const { lockstep, expanded, longest } = this.swarm;
    const { tried, transitions, outcomes } = lockstep.tally.snapshot();
    this.tried += tried;
    this.transitions += transitions;
    this.expanded += expanded;
    this.longest = Math.max(this.longest, longest);
    for (const [name, count] of Object.entries(outcomes))
      this.outcomes[name] = (this.outcomes[name] ?? 0) + count;
  }
}
