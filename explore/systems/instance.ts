/** An allocator and what drives it: its bytes as an image, its commands as calls, its observers as checks. */
import type { Allocator, AllocatorDefinition, Role } from "../../model/socket/allocator.js";
import type { Image } from "../../model/socket/image.js";
import type { Specification } from "../../model/specification/specification.js";
import { OBSERVER_WRITES } from "../../properties/answers.js";
import type { Violation } from "../../properties/property.js";
import { MAKE, OFFERS, type Pulse } from "../search/pulse.js";
import { Calls, offeredCommands } from "./calls.js";
import { makeAllocator } from "./make-allocator.js";
import { StateChecks } from "./state-checks.js";
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
  readonly image: Image;
  readonly calls: Calls;
  private bound: StateChecks | null = null;

  /**
   * Makes a fresh allocator; `like` is another of the same definition and scope, whose columns are used
   * again. Its calls are noted in `pulse`, but for commands: who gives them notes them. Throws a `Misuse`
   * when the definition and the allocator do not fit.
   */
  constructor(
    definition: AllocatorDefinition,
    private readonly specification: Specification,
    private readonly pulse: Pulse,
    like?: Instance,
    role: Role = "main",
  ) {
    // Made first: what cannot be made offers nothing.
    this.allocator = pulse.during(MAKE, () => makeAllocator(definition, specification.scope, role));
    if ("watch" in this.allocator) this.allocator.watch = pulse;
    this.offered = like?.offered ?? pulse.during(OFFERS, () => offeredCommands(definition, specification));
    this.image = this.allocator.image ?? new StateImage(this.allocator.state);
    this.calls =
      like?.calls.on(this.allocator) ??
      new Calls(definition.name, this.allocator, specification, this.offered);
  }

  /** The state properties that look at what it has; bound when they are first asked for. */
  get checks(): StateChecks {
    this.bound ??= new StateChecks(this.allocator, this.specification, this.pulse.cells);
    return this.bound;
  }

  /**
   * Looks at the state at `words[at]`, number `state` of the search, whose bytes are at `words[bytes]` and
   * in the allocator: the rule it breaks, or `null`. Looking must leave the bytes as they are.
   */
  lookAt(words: Int32Array, at: number, bytes: number, state: number): Looked | null {
    const { checks, image } = this;
    const rule = checks.inspect(words, at, state);
    if (image.differs(words, bytes)) {
      const found = this.changesSince(words, bytes);
      return { rule: OBSERVER_WRITES.id, violation: { expected: "no byte changed by looking", found } };
    }
    return rule === null ? null : { rule, violation: checks.violation, thrown: checks.thrown };
  }

  /** How the allocator's content differs from that of the bytes at `words[at]`, in words. */
  changesSince(words: Int32Array, at: number): string {
    const { allocator, image } = this;
    if (allocator.changesSince === undefined || !(image instanceof StateImage))
      return image.describeChange(words, at, allocator);
    return allocator.changesSince(image.bytesIn(words, at));
  }

  /** Whether the allocator still has the array of bytes it was made with. */
  get whole(): boolean {
    return this.image.isOf(this.allocator.state);
  }
}
