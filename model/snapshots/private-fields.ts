/** Which private `#fields` an object has: no code but its class can read them, but a debugger can. */

import type { Session } from "node:inspector";
import { createRequire } from "node:module";

/** What a debugger says of something private; an accessor has no value. */
interface Private {
  readonly name: string;
  readonly value?: { readonly type: string; readonly description?: string };
}

/**
 * The name of a private field of an object whose prototype chain is `links`, such as `#next`; `null` where it
 * has none. Private methods are none: they are code, not content.
 */
export function privateFieldOf(object: object, links: readonly object[]): string | null {
  if (!links.some(namesPrivates)) return null; // a debugger takes a millisecond to come
  return privatesOf(object).find(isField)?.name ?? null;
}

/** Whether the text of the class may name something private. */
function namesPrivates(prototype: object): boolean {
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof made === "function" && Function.prototype.toString.call(made).includes("#");
}

function isField({ name, value }: Private): boolean {
  if (value === undefined) return false; // an accessor
  const isMethod = new RegExp(`^(async\\s*)?\\*?\\s*${name.replaceAll("$", "\\$")}\\s*\\(`);
  return value.type !== "function" || !isMethod.test(value.description ?? "");
}

/** Asks the debugger of this thread, which answers at once. None where Node was built without it. */
function privatesOf(object: object): readonly Private[] {
  if (!process.features.inspector) return [];
  const require = createRequire(import.meta.url);
  const inspector = require("node:inspector") as { readonly Session: new () => Session };
  const session = new inspector.Session();
  session.connect();
  const name = `allocheck-${Math.random()}`;
  const globals = globalThis as Record<string, unknown>;
  let found: readonly Private[] = [];
  try {
    globals[name] = object;
    const expression = `globalThis[${JSON.stringify(name)}]`;
    session.post("Runtime.evaluate", { expression }, (_, evaluated) => {
      const { objectId } = evaluated.result;
      if (objectId === undefined) return;
      session.post("Runtime.getProperties", { objectId, ownProperties: true }, (_, properties: object) => {
        // Node's types leave these out.
        found = (properties as { readonly privateProperties?: readonly Private[] }).privateProperties ?? [];
      });
    });
  } finally {
    delete globals[name];
    session.disconnect();
  }
  return found;
}
