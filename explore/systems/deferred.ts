/** Sees what code leaves to be done later: promises, timers, callbacks of the runtime. */
import { createHook } from "node:async_hooks";
import type { Violation } from "../../properties/property.js";

/** What the runtime calls them, and what a person does. */
const NAMES: Readonly<Record<string, string>> = {
  PROMISE: "a promise",
  Microtask: "a microtask",
  TickObject: "a callback of process.nextTick",
  Timeout: "a timer",
  Immediate: "a callback of setImmediate",
};

/** Printing is no work of the allocator, though the runtime may finish it later. */
const PRINTING = ["node:internal/console", "node:internal/streams", "node:internal/worker/io"];

export class Deferrals {
  private readonly left: string[] = [];
  private readonly hook = createHook({
    init: (_id, type) => {
      const { stack = "" } = new Error();
      if (!PRINTING.some((part) => stack.includes(part))) this.left.push(type);
    },
  });

  /** Does work on this thread and sees what it leaves for later. */
  during<T>(work: () => T): T {
    this.hook.enable();
    try {
      return work();
    } finally {
      this.hook.disable();
    }
  }

  /** What was left for later since this was last asked, in words; `null` for nothing. */
  taken(): string | null {
    const [type] = this.left;
    if (type === undefined) return null;
    this.left.length = 0;
    return NAMES[type] ?? `work of the runtime (${type})`;
  }
}

/** Puts it into words that `who` left something for later. */
export function explainDeferred(what: string, who: string): Violation {
  return {
    expected: "nothing left to be done after the answer",
    found: `${what} that ${who} left behind, which runs later`,
  };
}
