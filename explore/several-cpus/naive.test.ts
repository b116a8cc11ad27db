/** A plain enumeration that shares the generators alone agrees: in what holds, and in the shortest trace. */
import { expect, test } from "vitest";
import { SEVERAL_CPUS } from "../../impl/registry.js";
import { check } from "../../index.js";
import { STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import { naiveCpus, naiveLeast } from "../../testing/oracle/naive-cpus.js";
import { pool } from "../../testing/stepped.js";
import { runTo } from "../check/check.js";

const TWO: ScopeOptions = { frames: 2, owners: 1, slices: 1, cpus: 2 };
const ONE: ScopeOptions = { ...TWO, frames: 1 };
const KINDS = ["alloc", "free", "reserve", "release", "borrow", "drop"];

function enumerated({ steps }: AllocatorDefinition, options: ScopeOptions, switches: number) {
  const scope = scopeOf(options);
  if (steps === undefined) throw new Error("it is of one client");
  return naiveLeast(steps.begin(scope), scope, KINDS, switches);
}

const named = (name: string) => SEVERAL_CPUS.filter((definition) => definition.name.startsWith(name));
/** The enumeration judges answers: who waits in a ring, or begins anew for ever, it does not see. */
const WITHOUT_ANSWER = ["locked-bitmap-locks-in-two-orders", "locked-bitmap-waits-for-room"];
const BROKEN = [
  ...named("locked-bitmap-").filter(({ name }) => !WITHOUT_ANSWER.includes(name)),
  // Those of other contracts are judged by the strict one here, in both.
  ...named("cas-bitmap-").map((definition) => ({ ...definition, contract: STRICT })),
  pool({ locked: false }),
  pool({ keepsLock: true }),
];

test.each(BROKEN.map((definition) => [definition.name, definition] as const))(
  "%s: the fewest switches, and then accesses, of all that break it",
  (_, definition) => {
    const [found] = check(definition, TWO).counterexamples;
    const accesses = found?.cpus?.accesses ?? [];
    const cpuOf = (i: number) => found?.cpus?.commands[accesses[i]?.command ?? -1]?.cpu;
    const switches = accesses.filter((_access, i) => i > 0 && cpuOf(i) !== cpuOf(i - 1)).length;
    expect(enumerated(definition, TWO, 4)).toMatchObject({ found: accesses.length, switches });
  },
);

test.each([pool(), ...named("locked-bitmap").slice(0, 1)].map((each) => [each.name, each] as const))(
  "%s holds in every interleaving, and there are as many states",
  (_, definition) => {
    const scope = scopeOf(ONE);
    if (definition.steps === undefined) throw new Error("it is of one client");
    const { found, states } = naiveCpus(definition.steps.begin(scope), scope, KINDS);
    expect(found).toBeNull();
    expect(states).toBeGreaterThan(100);
    const run = runTo({ definition, scope, everyAccess: true });
    expect(run).toMatchObject({ verdict: "holds", closed: true, states });
    expect(check(definition, ONE)).toMatchObject({ verdict: "holds", closed: true, fused: true });
  },
);
