/** Windows with the modules beyond the core: what holds alone holds there, and what is caught is caught. */
import { describe, expect, test } from "vitest";
import { ALLOCATORS } from "../../impl/registry.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { describeCommand, shiftedBy } from "../../model/words/commands.js";
import { MODULE_IDS, noWindowWith, type Scope, scopeOf } from "../../model/words/scope.js";
import * as chores from "../../testing/worlds/chores.js";
import * as resizing from "../../testing/worlds/resizing.js";
import * as settling from "../../testing/worlds/settling.js";
import * as shares from "../../testing/worlds/shares.js";
import { runTo } from "./check.js";
import { ownScopes } from "./own-scope.js";

const named = (name: string) => ALLOCATORS.find((each) => each.name === name)!;
/** The scope of an allocator with so many frames, by itself and across frame 64. */
function both(definition: AllocatorDefinition, frames: number): [alone: Scope, there: Scope] {
  const [own] = ownScopes(definition);
  const alone = { ...own!, frames, owners: 1, slices: 1 }; // each has one
  return [alone, scopeOf({ ...alone, pool: 72, windowAt: 62 })];
}

const SOUND = [
  ...["lender", "capabilities", "late", "quarantine", "generations", "zeroing", "claims"].map(named),
  ...[settling.cpuCache, settling.graced, chores.trims, shares.counted, shares.twoBits],
  ...[resizing.moves, resizing.copies],
];

test.each(SOUND.map((definition) => [definition.name, definition] as const))(
  "%s does at frame 62 what it does at frame 0",
  (_, definition) => {
    const [alone, there] = both(definition, 2).map((scope) => runTo({ definition, scope }));
    expect(there).toMatchObject({ verdict: "holds", closed: true, levels: alone?.levels });
    expect(there?.outcomes).toEqual(alone?.outcomes);
  },
);

const FAULTY = [
  ...["lender-forgets-stashes", "lender-derives-beyond", "capabilities-revives", "late-reads-on"].map(named),
  ...["quarantine-hands-out-early", "generations-wraps"].map(named),
  ...["zeroing-forgets-to-zero", "zeroing-frees-protected", "zeroing-clears-protected"].map(named),
  chores.trimsTwice,
  shares.wraps,
];

test.each(FAULTY.map((definition) => [definition.name, definition] as const))(
  "%s is caught there by the same commands, further on",
  (_, definition) => {
    const [alone, there] = both(definition, 3).map(
      (scope) => runTo({ definition, scope }).counterexamples[0]!,
    );
    expect(there?.rule).toBe(alone?.rule);
    const moved = alone!.steps.map(({ command }) => describeCommand(shiftedBy(command, 62)));
    expect(there?.steps.map(({ command }) => describeCommand(command))).toEqual(moved);
  },
);

describe("each module", () => {
  const tried = new Set(
    [...SOUND, named("pages"), named("buddy")].flatMap((each) => ownScopes(each)[0]!.modules),
  );
  test.each(MODULE_IDS)("%s goes with windows, which is tried, or says why not", (id) => {
    const { modules } = scopeOf({ modules: [id] });
    if (noWindowWith(modules) === null) expect(tried).toContain(id);
    else
      expect(() => scopeOf({ frames: 1, modules, pool: 72, windowAt: 62 })).toThrow(
        /there are no windows with the module [\w-]+: \w/,
      );
  });
});

test("an allocator is made in no pool that it cannot number, and so is not blamed for it", () => {
  const definition = named("free-list");
  const scope = scopeOf({ frames: 2, pool: 300, windowAt: 254 });
  expect(() => runTo({ definition, scope })).toThrow(
    "free-list numbers at most 255 frames, and the pool has 300",
  );
});
