/** What one module knows of memory, the commands of others are held to. */
import { expect, test } from "vitest";
import { programOf } from "../../testing/commands.js";
import { knowsMemory } from "../../testing/made-up/knows-memory.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

const CASES = [
  {
    offered: ["add", "remove", "write"],
    modules: ["regions", "contents"],
    careless: "write",
    rule: "write/absent",
    program: ["remove(0)", "write(0)"],
  },
  {
    offered: ["allow-resize", "write"],
    modules: ["growth", "contents"],
    careless: "write",
    rule: "write/metadata",
    program: ["allow-resize()", "write(1)"],
  },
  {
    offered: ["allow-resize", "protect"],
    modules: ["growth", "protected"],
    careless: "protect",
    rule: "protect/metadata",
    program: ["allow-resize()", "protect(1)"],
  },
] as const;

test.each(CASES)(
  "$rule: who keeps it holds, and who does not is found",
  ({ offered, modules, ...broken }) => {
    const scope = scopeOf(2, 1, 1, ...modules);
    const right = runToEnd({ definition: knowsMemory(offered), scope });
    expect(right).toMatchObject({ verdict: "holds", closed: true });
    expect(right.outcomes[broken.rule.replace("/", ":")]).toBeGreaterThan(0);
    const [found] = runToEnd({ definition: knowsMemory(offered, broken.careless), scope }).counterexamples;
    expect(found && [found.rule, programOf(found)]).toEqual([broken.rule, broken.program]);
  },
);
