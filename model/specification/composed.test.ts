/**
 * Any two modules together: every command has a decided answer for every kind of memory it can be about.
 *
 * The table here says it in words of its own; that of `roles.ts` has to agree with it.
 */
import { expect, test } from "vitest";
import { homeOf } from "../../explore/rule-book/rule-scope.js";
import { bindInvariants } from "../../properties/broken-invariants.js";
import { INVARIANTS } from "../../properties/invariants.js";
import { drive } from "../../testing/driven.js";
import { PAIRS, scopeWith } from "../../testing/scopes.js";
import { MODULES } from "../modules/all.js";
import { PHASE_VIEWS } from "../modules/phases/views.js";
import { REGION_VIEWS } from "../modules/regions/views.js";
import type { View } from "../state/view.js";
import { COMMAND_KINDS, type Command, type CommandKind } from "../words/commands.js";
import { ABSENT, ALLOCATED, FREE, METADATA } from "../words/frames.js";
import type { ModuleId, Scope } from "../words/scope.js";
import { MODULE_IDS } from "../words/scope.js";
import { limitBit, Specification } from "./specification.js";

/** What a unit can be. `returned` is free as well, but the page allocator's after boot. */
const UNITS = ["free", "returned", "unmapped", "absent", "array", "allocated", "reserved"] as const;
type Unit = (typeof UNITS)[number];

/** One command: which units it may name and be accepted, and what one may become by it. */
interface Decided {
  readonly on: readonly Unit[] | null;
  readonly becomes: readonly `${Unit}>${Unit}`[];
}

const NOTHING: Decided = { on: null, becomes: [] };
const SLICE: Decided = { on: ["reserved"], becomes: [] };
const USED: Decided = { on: ["reserved"], becomes: [] };
const ALLOCATES: Decided = { on: null, becomes: ["free>allocated", "returned>allocated"] };
const FREES = ["allocated>free", "allocated>returned", "allocated>unmapped"] as const;
const RETURNS = ["reserved>free", "reserved>returned", "reserved>unmapped"] as const;
const RESIZES: Decided = { on: ["allocated"], becomes: [...ALLOCATES.becomes, ...FREES] };
const CUTS: Decided = { on: null, becomes: ["free>absent", "unmapped>absent"] };
const MEMORY = ["free", "unmapped", "array", "allocated", "reserved"] as const;

const DECIDED: Readonly<Record<CommandKind, Decided>> = {
  reserve: { on: ["free", "unmapped"], becomes: ["free>reserved", "unmapped>reserved"] },
  release: { on: ["reserved"], becomes: RETURNS },
  borrow: USED,
  drop: SLICE,
  alloc: ALLOCATES,
  free: { on: ["allocated"], becomes: FREES },
  "alloc-block": ALLOCATES,
  "free-block": { on: ["allocated"], becomes: FREES },
  "end-boot": { on: null, becomes: ["free>returned"] },
  add: { on: ["absent"], becomes: ["absent>free"] },
  remove: { on: ["free", "unmapped"], becomes: ["free>absent", "unmapped>absent"] },
  "alloc-range": { on: null, becomes: ["free>reserved"] },
  "set-direction": NOTHING,
  "set-limit": NOTHING,
  "enforce-limit": CUTS,
  cap: CUTS,
  "limit-map": CUTS,
  trim: CUTS,
  "set-node": { on: MEMORY, becomes: [] },
  mark: { on: MEMORY, becomes: ["free>unmapped"] },
  clear: { on: MEMORY, becomes: ["unmapped>free"] },
  "allow-resize": NOTHING,
  derive: SLICE,
  stash: SLICE,
  unstash: SLICE,
  leak: SLICE,
  insert: SLICE,
  evict: SLICE,
  copy: SLICE,
  return: NOTHING,
  protect: USED,
  "alloc-handle": ALLOCATES,
  hold: USED,
  expose: USED,
  touch: NOTHING,
  "free-handle": { on: null, becomes: FREES },
  forget: NOTHING,
  sweep: NOTHING,
  "alloc-raw": ALLOCATES,
  load: USED,
  write: { on: ["allocated"], becomes: [] },
  poison: USED,
  "place-initrd": NOTHING,
  "retain-initrd": NOTHING,
  "reserve-crashkernel": {
    on: ["free", "unmapped", "reserved"],
    becomes: ["free>reserved", "unmapped>reserved"],
  },
  "reserve-initrd": { on: null, becomes: ["free>reserved"] },
  "unpack-initrd": NOTHING,
  "end-unpack": NOTHING,
  share: { on: ["allocated"], becomes: [] },
  resize: RESIZES,
  realloc: RESIZES,
  "alloc-zone": ALLOCATES,
  "create-file": { on: ["allocated"], becomes: ["allocated>reserved"] },
  "show-file": { on: ["reserved"], becomes: [] },
  "open-file": { on: ["reserved"], becomes: [] },
  "close-file": { on: ["reserved"], becomes: RETURNS },
  "attach-loop": { on: ["reserved"], becomes: [] },
  "detach-loop": { on: ["reserved"], becomes: RETURNS },
  "mount-over": { on: ["reserved"], becomes: [] },
  unmount: { on: ["reserved"], becomes: [] },
  "switch-root": { on: null, becomes: RETURNS },
  neutral: NOTHING,
  settle: NOTHING,
  "free-initrd": { on: null, becomes: RETURNS },
};

/** How long a loaded machine may take over what is a few seconds. */
const PATIENCE = 600_000;

/** The commands of the page allocator, which has nothing before memory is handed over. */
const PAGES =
  "alloc free alloc-block free-block alloc-handle free-handle alloc-raw alloc-zone resize realloc".split(" ");

/** Reads what each unit of a state is. */
function readerOf(scope: Scope): (state: Int32Array) => Unit[] {
  const specification = new Specification(scope);
  const { views } = specification;
  const has = (id: ModuleId) => scope.modules.includes(id);
  const isIn = (view: View, unit: number) => specification.isIn(views.offset(view), unit);
  return (state) => {
    specification.look(state, 0);
    const over = has("hand-over") && isIn(PHASE_VIEWS["boot-over"], 0);
    return Array.from({ length: scope.frames }, (_, unit): Unit => {
      const kind = specification.kindOf(state, 0, unit);
      if (kind === ALLOCATED) return "allocated";
      if (kind === ABSENT) return "absent";
      if (kind === METADATA) return "array";
      if (kind !== FREE) return "reserved";
      if (has("regions") && isIn(REGION_VIEWS.unusable, unit)) return "unmapped";
      return over ? "returned" : "free";
    });
  };
}

function namedBy(command: Command): number[] {
  if (command.kind === "cap") return []; // it names what stays
  if ("frame" in command) return [command.frame];
  if (!("range" in command)) return [];
  return Array.from({ length: command.range.count }, (_, i) => command.range.start + i);
}

/** Everything that is wrong with a scope, each thing once, and which units each command was tried on. */
function examine(scope: Scope, without: readonly string[] = []) {
  const wrong = new Set<string>();
  const met = new Set<string>();
  const unitsOf = readerOf(scope);
  let broken: (() => { readonly id: string } | null) | null = null;
  let units: Unit[] = [];
  const counts = drive(
    scope,
    {
      state(specification, state) {
        units = unitsOf(state);
        broken ??= bindInvariants(specification);
        const invariant = broken();
        if (invariant !== null) wrong.add(invariant.id);
      },
      command(specification, _, c, reasons) {
        const command = specification.commands[c]!; // the driver's number of a command
        const { kind } = command;
        const beyond = (specification.judge(c) & limitBit(specification.ruleOf(kind))) !== 0;
        const legal = reasons.length === 0 && !beyond;
        const { on } = DECIDED[kind];
        for (const unit of namedBy(command).map((at) => units[at] ?? "outside")) {
          met.add(`${kind} ${unit}`);
          if (legal && !on?.some((allowed) => allowed === unit)) wrong.add(`${kind} is accepted on ${unit}`);
        }
      },
      step({ commands }, _, c, __, after) {
        const { kind } = commands[c]!; // as above
        unitsOf(after).forEach((now, unit) => {
          const was = units[unit]!; // one a unit
          if (was !== now && !DECIDED[kind].becomes.includes(`${was}>${now}`))
            wrong.add(`${kind} makes ${now} of ${was}`);
        });
        const early = units.includes("free") && scope.modules.includes("hand-over");
        if (early && PAGES.includes(kind)) wrong.add(`${kind} is accepted before the end of boot`);
      },
    },
    { without },
  );
  return { wrong: [...wrong], met, counts };
}

test(
  "any two modules have an answer to everything, and each kind of memory comes before each command",
  () => {
    const everMet = new Set<string>();
    for (const pair of PAIRS) {
      const { wrong, met } = examine(scopeWith(...pair));
      for (const one of met) everMet.add(one);
      expect([pair, wrong]).toEqual([pair, []]);
    }
    expect(PAIRS).toHaveLength((MODULE_IDS.length * (MODULE_IDS.length - 1)) / 2);
    const named = COMMAND_KINDS.filter((kind) => DECIDED[kind].on !== null);
    const expected = named.flatMap((kind) => UNITS.map((unit) => `${kind} ${unit}`));
    expect(expected.filter((one) => !everMet.has(one))).toEqual([]);
  },
  PATIENCE,
);

/** Every reason that a module adds to a command of another and that can be true alone, with both modules. */
const ADDED = (["regions", "hand-over", "growth"] as const).flatMap((id) =>
  Object.entries(MODULES[id].reasons ?? {}).flatMap(([kind, reasons]) =>
    reasons
      .filter(({ onlyWith: beside, when }) => beside === undefined && when !== PHASE_VIEWS["boot-over"])
      .map((reason) => [`${kind}/${reason.id}`, homeOf(kind), id] as const),
  ),
);

test(
  "without any of these, and where anything is answered, the check notices",
  () => {
    const noticed = new Set<string>();
    expect(ADDED.length).toBeGreaterThan(20);
    for (const [key, home, id] of [...ADDED, ["alloc/free-frame", "core", "growth"] as const]) {
      const { wrong } = examine(scopeWith(home ?? "core", id), [key]);
      expect([key, wrong]).not.toEqual([key, []]);
      for (const what of wrong) noticed.add(what);
    }
    const arrays = INVARIANTS.map(({ id }) => id).filter((id) => id.startsWith("array-"));
    const others = ["pages-after-boot", "protected-reserved", "contents-of-held", "fresh-are-held"];
    for (const id of [...arrays, ...others]) expect(noticed).toContain(id);
  },
  PATIENCE,
);
