/** Commands: what is derived of them fits together, for every command of each module. */
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
import { MODULE_IDS, scopeOf } from "./scope.js";

/** A scope of each module, but for arguments from outside the pool. */
const SCOPES = MODULE_IDS.filter((id) => id !== "foreign").map((id) =>
  scopeOf({ frames: 3, owners: 2, slices: 1, modules: [id] }),
);
const within = SCOPES.flatMap((scope) =>
  rulesOf(scope.modules).flatMap((rule) => rule.instances(scope).map((command) => ({ scope, command }))),
);
const commands = within.map(({ command }) => command);

test("every kind has instances, and every command of the pool is whole", () => {
  expect(new Set(commands.map(({ kind }) => kind))).toEqual(new Set(COMMAND_KINDS));
  for (const { scope, command } of within) expect(argumentFaults(scope, command)).toEqual([]);
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
