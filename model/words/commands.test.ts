/** The dictionary of commands: what is derived from it fits together for every command of a large scope. */
import { expect, test } from "vitest";
import { rulesOf } from "../modules/all.js";
import {
  argumentFaults,
  argumentsOf,
  COMMAND_KINDS,
  commandGiven,
  describeCommand,
  METHODS,
} from "./commands.js";
import { scopeOf } from "./scope.js";

const WHOLE = scopeOf({ frames: 3, owners: 2, slices: 1, modules: ["nodes", "flags", "growth", "limits"] });
const OTHERS = scopeOf({ frames: 3, owners: 2, slices: 1, modules: ["blocks", "provenance", "protected"] });
const HELD = scopeOf({ frames: 3, owners: 1, slices: 1, modules: ["hand-over", "quarantine", "contents"] });
const BOOT = scopeOf({ frames: 3, owners: 1, slices: 1, modules: ["boot"] });
const OF_OWN = ["shares", "chores", "settling", "resizing", "zones", "rootfs"] as const;
const OWN = scopeOf({ frames: 3, owners: 1, slices: 1, modules: OF_OWN });
const commands = [WHOLE, OTHERS, HELD, BOOT, OWN].flatMap((scope) =>
  rulesOf(scope.modules).flatMap((rule) => rule.instances(scope)),
);

test("every kind has instances, and every command of the pool is whole", () => {
  expect(new Set(commands.map(({ kind }) => kind))).toEqual(new Set(COMMAND_KINDS));
  for (const command of commands) expect(argumentFaults(WHOLE, command)).toEqual([]);
});

test("what a method is given says which command it was", () => {
  for (const command of commands) expect(commandGiven(command.kind, argumentsOf(command))).toEqual(command);
});

test("two commands never read alike", () => {
  const byText = new Map(commands.map((command) => [describeCommand(command), JSON.stringify(command)]));
  for (const command of commands) expect(byText.get(describeCommand(command))).toBe(JSON.stringify(command));
});

test("no two commands have one method", () => {
  expect(new Set(Object.values(METHODS)).size).toBe(COMMAND_KINDS.length);
});

test("the first nine kinds are those that the search spells out", () => {
  const spelled = [
    "reserve",
    "release",
    "borrow",
    "drop",
    "alloc",
    "free",
    "alloc-block",
    "free-block",
    "end-boot",
  ];
  expect(COMMAND_KINDS.slice(0, 9)).toEqual(spelled); // in `explore/systems/calls.ts`
});
