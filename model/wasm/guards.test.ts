/**
 * Takes each guard of the door out, one at a time: a bug that it finds must then escape, or be told as
 * another. A guard that goes unmissed is one that does nothing.
 */
import { expect, test } from "vitest";
import { runTo } from "../../explore/check/check.js";
import type { ModuleName } from "../../testing/wasm/build.js";
import { doorWithout, type Guard } from "../../testing/wasm/knocked-out.js";
import { planted } from "../../testing/wasm/planted.js";
import { type ModuleId, scopeOf } from "../words/scope.js";
import { fromWasm } from "./from-wasm.js";

interface Guarded extends Guard {
  readonly name: string;
  /** What it finds: a bug of `bugs.c`, or of another module, by this rule. */
  readonly bug: number;
  readonly rule: string;
  readonly of?: ModuleName;
}

const GUARDS: readonly Guarded[] = [
  {
    name: "fuel at the heads of loops",
    file: "code/instrument.js",
    text: "if (passOver(old) === LOOP)",
    without: "if (passOver(old) === -1)",
    bug: 15,
    rule: "out-of-fuel",
  },
  {
    name: "fuel at calls",
    file: "code/instrument.js",
    text: "insert();\n        while (old.more)",
    without: "while (old.more)",
    bug: 16,
    rule: "out-of-fuel",
  },
  {
    name: "the twin keeps another stack",
    file: "from-wasm.js",
    text: "compiled, terms, scope, role,",
    without: 'compiled, terms, scope, "main",',
    bug: 1,
    rule: "hidden-state",
  },
  {
    name: "what a client keeps in its frames is looked at",
    file: "clients.js",
    text: "held[frame] !== NOBODY && !this.isFilled(frame)",
    without: "false",
    bug: 3,
    rule: "payload",
  },
  {
    name: "clients fill their frames",
    file: "clients.js",
    text: "this.instance.fill(base + frame * frameSize, frameSize, patternOf(frame));",
    without: "",
    bug: 0,
    rule: "",
  },
  {
    name: "what a block held is looked for where it is then",
    file: "clients.js",
    text: "!this.isFilled(place + i, patternOf(start + i))",
    without: "false",
    bug: 1,
    of: "heap",
    rule: "payload",
  },
  {
    name: "nobody writes at address 0",
    file: "clients.js",
    text: "zero !== null",
    without: "false",
    bug: 4,
    rule: "wild-write",
  },
  {
    name: "nor where nothing else changes",
    file: "code/helpers.js",
    text: "ins.number(code, 1).b(0x0f, 0x0b);\n        for (const cell",
    without: "ins.number(code, 0).b(0x0f, 0x0b);\n        for (const cell",
    bug: 17,
    rule: "wild-write",
  },
  {
    name: "nobody writes before the first frame",
    file: "clients.js",
    text: "!isGuarded(instance, ground.base - NOBODYS)",
    without: "false",
    bug: 18,
    rule: "wild-write",
  },
  {
    name: "nor behind the last",
    file: "clients.js",
    text: "!isGuarded(instance, ground.end)",
    without: "false",
    bug: 6,
    rule: "wild-write",
  },
  {
    name: "nor into a constant",
    file: "clients.js",
    text: "this.lookAtConstants();",
    without: "",
    bug: 11,
    rule: "wild-write",
  },
  {
    name: "words that no walk has changed are compared as well",
    file: "word-image.js",
    text: "return !differs;",
    without: "return true;",
    bug: 19,
    rule: "refusal-writes",
  },
  {
    name: "what ends a call is told as such",
    file: "instance.js",
    text: "throw this.ended(error);",
    without: "return 0;",
    bug: 10,
    rule: "trap",
  },
  {
    name: "what nobody supplies ends a call",
    file: "instance.js",
    text: 'throw new Fault("trap", `calls',
    without: 'return 0; throw new Fault("trap", `calls',
    bug: 12,
    rule: "trap",
  },
  {
    name: "an assert that fails is told as one",
    file: "instance.js",
    text: 'throw new Fault("assert",',
    without: 'throw new Error("",',
    bug: 9,
    rule: "assert",
  },
  {
    name: "what ends the beginning is kept",
    file: "wasm-allocator.js",
    text: "return new Fault(error.rule,",
    without: "return null; new Fault(error.rule,",
    bug: 13,
    rule: "assert",
  },
];

const FUEL = 20_000;

/** The rules that a bug breaks by what a door says. */
function rulesBy(door: Pick<{ fromWasm: typeof fromWasm }, "fromWasm">, { bug, rule, of = "bugs" }: Guarded) {
  const modules: readonly ModuleId[] = of === "heap" ? ["blocks", "resizing"] : [];
  const scope = scopeOf({ frames: bug === 13 || of === "heap" ? 4 : 3, owners: 1, slices: 1, modules });
  const definition = door.fromWasm({ name: of, bytes: planted(bug, of), fuel: FUEL });
  const run = runTo({ definition, scope, selfTest: rule === "hidden-state" });
  return run.counterexamples.map((found) => found.rule);
}

test.each(GUARDS)("without it a bug escapes: $name", async (guard) => {
  const found = rulesBy({ fromWasm }, guard);
  expect(found).toEqual(guard.rule === "" ? [] : [guard.rule]);
  expect(rulesBy(await doorWithout(guard), guard)).not.toEqual(found);
});
