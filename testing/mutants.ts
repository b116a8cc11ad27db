/** Mistakes of one place each, and a test that notices. */

/** A compiled file, what stands in it, what the mistake makes of it, and the test. */
export type Mutant = readonly [file: string, text: string, without: string, test: string];

/** How the specification is laid out, and how it judges. */
const OF_MODEL: readonly Mutant[] = [
  [
    "model/specification/effects",
    "owners[owner - 1], range)])\n        // Its own",
    "owners[0], range)])\n        // Its own",
    "explore/systems/oracle",
  ],
  [
    "model/specification/effects",
    "entries[i] !== claim",
    "entries[i] === claim",
    "model/specification/specification",
  ],
  ["model/specification/guards", "[...reasons, guards(rule.bound.in)]", "reasons", "explore/systems/oracle"],
  ["model/specification/refusal-sets", "[0, 8, 16, 24]", "[0, 8, 16]", "model/specification/specification"],
  ["model/specification/refusal-sets", "unions[rest * words + w] | ", "", "explore/systems/oracle"],
  [
    "model/specification/refusal-sets",
    "c < first + count",
    "c < first + count - 1",
    "explore/systems/oracle",
  ],
  [
    "model/words/ranges",
    "frame < range.start + range.count",
    "frame < range.start + range.count - 1",
    "model/specification/specification",
  ],
];

/** What must hold beyond the rules. */
const OF_PROPERTIES: readonly Mutant[] = [
  ["properties/observed-kind", "believed === is || ", "", "properties/state-properties"],
  ["properties/observed-kind", "is !== FREE && ", "", "properties/state-properties"],
  ["properties/conservation", "kind === FREE ?", "kind !== FREE ?", "properties/state-properties"],
  ["properties/conservation", "count !== actual[what]", "false", "properties/state-properties"],
  [
    "properties/conservation",
    '["free", "reserved", "allocated"]',
    '["free", "reserved"]',
    "properties/state-properties",
  ],
  [
    "properties/broken-invariants",
    "common &= ~wordOf(bits, none[v], word)",
    "common",
    "properties/invariants",
  ],
  [
    "properties/broken-invariants",
    "!== 0)\n                    return invariant",
    "=== 0)\n                    return invariant",
    "properties/invariants",
  ],
  ["properties/exercised", "owners.size >= (needs.owners ?? 0)", "true", "properties/exercised"],
  ["properties/exercised", "scope.frames >= (needs.frames ?? 0)", "true", "properties/exercised"],
  ["properties/exercised", '"must-refuse"', '"may-ignore"', "properties/exercised"],
];

/** The search, the step, and what becomes of a finding. */
const OF_EXPLORE: readonly Mutant[] = [
  ["explore/search/visited", "if (this.hasZeros)", "if (true)", "explore/search/visited"],
  [
    "explore/search/visited",
    "(hash & ~mask) | (index + 1)",
    "(hash & ~mask) | index",
    "explore/search/visited",
  ],
  ["explore/search/recent", "if (w === words)", "if (w > 0)", "explore/search/recent"],
  [
    "explore/search/finding-log",
    "known === undefined || ",
    "known === undefined && ",
    "explore/search/finding-log",
  ],
  [
    "explore/search/finding-log",
    "command < other.command)",
    "command > other.command)",
    "explore/search/finding-log",
  ],
  ["explore/search/finding-log", "i === 0;", "true;", "explore/search/finding-log"],
  [
    "explore/search/search",
    "complete.levels.length > maxDepth",
    "complete.levels.length >= maxDepth",
    "explore/search/search",
  ],
  ["explore/search/search", "complete.states >= maxStates", "false", "explore/search/search"],
  ["explore/search/backward", "rows[next * length + w] & ~rows", "~rows", "explore/check/can-always"],
  ["explore/search/backward", "if (!isReached && ", "if (", "explore/check/can-always"],
  [
    "explore/systems/lockstep",
    "if (!this.image.isOf(this.main.allocator.state))\n            return",
    "if (false)\n            return",
    "explore/systems/lockstep",
  ],
  ["explore/systems/lockstep", "|| (answer | 0) !== answer ", "", "explore/systems/lockstep"],
  ["explore/systems/lockstep", "changed && demands.mayWrite[slot] === 0", "false", "explore/check/check"],
  ["explore/systems/lockstep", "if (misplaced !== null)", "if (false)", "explore/systems/lockstep"],
  [
    "explore/systems/lockstep",
    "demands.mayBeRefused(slot) ?",
    "!demands.mayBeRefused(slot) ?",
    "explore/systems/lockstep",
  ],
  [
    "explore/systems/lockstep",
    "asked === REFUSE || asked === MAY_WRITE",
    "asked === MAY_WRITE",
    "explore/check/check",
  ],
  ["explore/systems/lockstep", "this.tally.uncount(slot)", "slot", "explore/check/goes-on"],
  [
    "explore/systems/verdict-table",
    "mask < 2 * limitBit(rule)",
    "mask < limitBit(rule)",
    "explore/systems/oracle",
  ],
  ["explore/systems/verdict-table", "beyond ? SKIP : may", "may", "explore/systems/oracle"],
  ["explore/systems/expansion", " && !image.hasChanged(store, bytes)", "", "explore/check/check"],
  ["explore/replay/confirm", "same && first.text === searched", "same", "explore/replay/confirm"],
  [
    "explore/replay/confirm",
    "same ? HIDDEN_STATE.id : NONDETERMINISTIC.id",
    "HIDDEN_STATE.id",
    "explore/replay/confirm",
  ],
];

/** What is done beside the search: several CPUs, doubt, reduction, and what a size will cost. */
const BESIDE: readonly Mutant[] = [
  ["explore/search/going-on", "log.has(this.lastRules)", "false", "explore/check/goes-on"],
  ["explore/search/going-on", "Math.max(expanded, ", "Math.min(expanded, ", "explore/check/goes-on"],
  ["explore/several-cpus/lock-watch", "most === all.length", "false", "explore/several-cpus/lock-watch"],
  ["explore/several-cpus/lock-watch", "of !== undefined || ", "", "explore/several-cpus/lock-watch"],
  [
    "explore/several-cpus/clients",
    "start < range.start + range.count",
    "start <= range.start + range.count",
    "explore/several-cpus/clients",
  ],
  [
    "explore/several-cpus/clients",
    "command.frame < start + count",
    "command.frame <= start + count",
    "explore/several-cpus/clients",
  ],
  [
    "explore/determinism/second-pass",
    "this.digest(used, state) !== this.digests[i]",
    "false",
    "explore/determinism/late",
  ],
  [
    "explore/determinism/second-pass",
    "if (this.unlike === null)\n            yield* this.walks()",
    "if (false)\n            yield* this.walks()",
    "explore/determinism/late",
  ],
  ["explore/reduce/ddmin", "size === 1 && left", "size > 1 && left", "explore/reduce/reduce"],
  ["explore/reduce/shortest-in", "path.length > depth", "path.length >= depth", "explore/reduce/reduce"],
  ["explore/reduce/shortest-in", "each.rule === rule", "true", "explore/reduce/reduce"],
  ["explore/reduce/smaller-pool", "from < start + count", "from <= start + count", "explore/reduce/reduce"],
  [
    "explore/evidence/predict",
    "Math.min(MOST_CHANGE, Math.max(1 / MOST_CHANGE, last / one / (one / before)))",
    "1",
    "explore/evidence/predict",
  ],
];

/** How the contents of a class are told apart. */
const OF_SNAPSHOTS: readonly Mutant[] = [
  ["model/snapshots/part", "valuesIn(object) === count && ", "", "model/snapshots/mirror"],
  ["model/snapshots/text-writer", "value !== 0 || 1 / value > 0", "true", "model/snapshots/snapshot"],
  [
    "model/snapshots/sequence-table",
    "this.differenceAt(entry - 1, words, length) < 0",
    "true",
    "model/snapshots/sequence-table",
  ],
  [
    "model/snapshots/sequence-table",
    "length === this.places[4 * number + 2] ?",
    "true ?",
    "model/snapshots/sequence-table",
  ],
];

/** All of them. */
export const MUTANTS: readonly Mutant[] = [
  ...OF_MODEL,
  ...OF_PROPERTIES,
  ...OF_EXPLORE,
  ...BESIDE,
  ...OF_SNAPSHOTS,
];
