/** Every command of every module is read from the text that reports print. */
import { expect, test } from "vitest";
import { rulesOf } from "../model/modules/all.js";
import { describeCommand } from "../model/words/commands.js";
import { MODULE_IDS, scopeOf } from "../model/words/scope.js";
import { parseLog } from "./trace-log.js";

test("what reports print of a command is read as that command", () => {
  const modules = MODULE_IDS.filter((id) => id !== "foreign" && id !== "chores");
  const scope = scopeOf({ frames: 3, owners: 2, slices: 1, modules });
  const commands = rulesOf(scope.modules).flatMap((rule) => rule.instances(scope));
  expect(commands.length).toBeGreaterThan(200);
  const lines = commands.map((command, i) => `${i + 1}  ${describeCommand(command)}  -> accepted`);
  expect(parseLog(lines.join("\n"), "a log")).toEqual(commands);
});
