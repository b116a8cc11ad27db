/** An allocator and what drives it: its bytes as an image, its commands as calls, its observers as checks. */
import type { Allocator, AllocatorDefinition } from "../model/allocator.js";
import type { Specification } from "../model/specification.js";
import { OBSERVER_WRITES, THREW } from "../properties/answers.js";
import type { StateCheck, Violation } from "../properties/property.js";
import { STATE_PROPERTIES } from "../properties/state-properties.js";
import { Calls, offeredCommands } from "./calls.js";
import { makeAllocator } from "./make.js";
import { StateImage } from "./state-image.js";

/** A rule that a state breaks by itself: how, or what looking at it threw. */
export interface Looked {
  readonly rule: string;
  readonly violation: Violation | null;
  readonly thrown?: unknown;
}

export class Instance {
  readonly allocator: Allocator;
  /** The numbers of the commands it offers. */
  readonly offered: Int32Array;
  readonly image: StateImage;
  readonly calls: Calls;
  /** The state properties that look at what it has. */
  private readonly checks: readonly { readonly id: string; readonly check: StateCheck }[];

  /**
   * Makes a fresh allocator; `like` is another of the same definition and scope, whose columns are used
   * again. Throws a `Misuse` when the definition and the allocator do not fit.
   */
  constructor(definition: AllocatorDefinition, specification: Specification, like?: Instance) {
    this.allocator = makeAllocator(definition, specification.scope); // what cannot be made offers nothing
    this.offered = like?.offered ?? offeredCommands(definition, specification);
    this.image = new StateImage(this.allocator.state);
    this.calls =
      like?.calls.on(this.allocator) ??
      new Calls(definition.name, this.allocator, specification, this.offered);
    this.checks = STATE_PROPERTIES.flatMap(({ id, bind }) => {
      const check = bind(this.allocator, specification);
      return check === null ? [] : [{ id, check }];
    });
  }

  /**
   * Looks at the state at `words[at]`, whose bytes are at `words[bytes]` and in the allocator: the rule
   * it breaks, or `null`. Looking must leave the bytes as they are.
   */
  lookAt(words: Int32Array, at: number, bytes: number): Looked | null {
    const broken = this.check(words, at);
    if (!this.image.differs(words, bytes)) return broken;
    const found = this.image.describeChange(words, bytes);
    return { rule: OBSERVER_WRITES.id, violation: { expected: "no byte changed by looking", found } };
  }

  private check(words: Int32Array, at: number): Looked | null {
    const { checks } = this;
    for (let i = 0; i < checks.length; i++) {
      try {
        const violation = checks[i]!.check(words, at); // bounded by the loop
        if (violation !== null) return { rule: checks[i]!.id, violation };
      } catch (thrown) {
        return { rule: THREW.id, violation: null, thrown };
      }
    }
    return null;
  }

  /** Whether the allocator still has the array of bytes it was made with. */
  get whole(): boolean {
    return this.image.isOf(this.allocator.state);
  }
}
