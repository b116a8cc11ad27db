/** The search with fewer states before the one that can tell traces: it only says that all holds. */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import type { Found } from "../search/finding-log.js";
import { FUSED, type Pulse } from "../search/pulse.js";
import { type Budget, Search } from "../search/search.js";
import { FusedCpus } from "./fused-cpus.js";
import type { SteppedDefinition } from "./stepped-definition.js";

/** So often it is begun anew with more cells that are known to be open. */
const MOST_ATTEMPTS = 4;

/** What is searched. */
export interface Fusing {
  readonly definition: SteppedDefinition;
  readonly contract: Contract;
  readonly specification: Specification;
  readonly pulse: Pulse;
  readonly budget: () => Budget;
}

export class FusedSearch {
  /** The search under way; `null` once there is something to tell, which it cannot. */
  search: Search | null = null;
  /** What it has found broken, which another search has to tell. */
  broken: readonly Found[] = [];
  /** How many states it has met in the end. */
  states = 0;
  private system: FusedCpus;
  private attempts = 0;

  constructor(private readonly fusing: Fusing) {
    this.system = this.begin([]);
  }

  /** Looks at some states; false once it has ended, or cannot say. */
  advance(states: number): boolean {
    const { search, system } = this;
    if (search === null) return false;
    const goesOn = search.advance(states);
    if (system.common.isRefuted) {
      this.search = null;
      if (this.attempts === MOST_ATTEMPTS) return false;
      this.system = this.begin(system.common.open);
      return true;
    }
    if (goesOn) return true;
    this.states = search.visited.count;
    this.broken = search.log.found;
    const tells = search.log.any || (system.watch?.unguarded().length ?? 0) > 0;
    if (tells) this.search = null;
    return false;
  }

  private begin(open: readonly number[]): FusedCpus {
    const { specification, definition, contract, pulse, budget } = this.fusing;
    this.attempts++;
    pulse.begin(FUSED);
    const system = new FusedCpus(specification, definition, contract, pulse, open);
    this.search = new Search(system, budget(), "first");
    return system;
  }
}
