import { expect, test } from "vitest";
import { rulesOf } from "../modules/all.js";
import { MODULE_IDS, scopeOf } from "../words/scope.js";
import { commandsFor } from "./named-commands.js";
import { Specification } from "./specification.js";
import { commandCount, MOST_COMMANDS } from "./too-many-commands.js";

const CUBIC = { owners: 8, modules: ["resizing"] } as const;

test("commands are counted as they are made, without making them", () => {
  for (const id of MODULE_IDS) {
    const scope = scopeOf({ frames: 5, modules: [id, "foreign"] });
    const made = rulesOf(scope.modules).flatMap((rule) => rule.instances(scope));
    expect(commandCount(scope), id).toBe(made.length);
  }
});

test("a scope with too many commands is refused before it is begun, with the most frames that fit", () => {
  expect(() => new Specification(scopeOf({ frames: 64, ...CUBIC }))).toThrow(
    expect.objectContaining({
      code: "too-many-commands",
      what:
        "64 frames with core, blocks, resizing have 306,273 commands " +
        "(133,120 resize, 133,120 realloc), and at most 300,000 are laid out",
      remedy: "take at most 63 frames, or fewer modules",
    }),
  );
  expect(commandCount(scopeOf({ frames: 63, ...CUBIC }))).toBeLessThanOrEqual(MOST_COMMANDS);
  expect(commandCount(scopeOf({ frames: 64, ...CUBIC }))).toBeGreaterThan(MOST_COMMANDS);
});

test("a trace in such a scope is laid out with its own commands", () => {
  const alloc = { kind: "alloc-block", count: 3, align: 1 } as const;
  const scope = scopeOf({ frames: 64, ...CUBIC });
  const commands = commandsFor(scope, [alloc]);
  expect(commands).toEqual([alloc]);
  expect(new Specification(scope, { commands: commands! }).commands).toHaveLength(1);
});
