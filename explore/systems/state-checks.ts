/** The state properties, bound to one allocator. */
import type { Allocator } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import { thrownRule } from "../../properties/answers.js";
import type { StateCheck, Violation } from "../../properties/property.js";
import { STATE_PROPERTIES } from "../../properties/state-properties.js";
import { CALL, IDLE, INSPECT, NUMBER } from "../search/pulse.js";

export class StateChecks {
  /** How the last state broke its rule: by what was seen, or by what was thrown. */
  violation: Violation | null = null;
  thrown: unknown = undefined;
  private readonly checks: readonly { readonly id: string; readonly check: StateCheck }[];

  /** `cells` are those of the pulse. */
  constructor(
    allocator: Allocator,
    specification: Specification,
    private readonly cells: Int32Array,
  ) {
    const inForce = STATE_PROPERTIES.filter(({ id }) => !specification.without.includes(id));
    this.checks = inForce.flatMap(({ id, bind }) => {
      const check = bind(allocator, specification);
      return check === null ? [] : [{ id, check }];
    });
  }

  /** The first property that state number `state` at `store[at]` breaks, whose bytes the allocator holds. */
  inspect(store: Int32Array, at: number, state: number): string | null {
    const { checks, cells } = this;
    let broken: string | null = null;
    cells[NUMBER] = state;
    for (let i = 0; i < checks.length && broken === null; i++) {
      const { id, check } = checks[i]!;
      cells[CALL] = INSPECT + i;
      try {
        this.violation = check(store, at);
        if (this.violation !== null) broken = id;
      } catch (error) {
        this.thrown = error;
        this.violation = null;
        broken = thrownRule(error);
      }
    }
    cells[CALL] = IDLE;
    return broken;
  }

  /** The property that a call noted as `INSPECT` and up asks for. */
  idOf(call: number): string {
    return this.checks[call - INSPECT]?.id ?? "a property";
  }
}
