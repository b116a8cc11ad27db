/** The modules of the specification, and what those in force say together. */

import type { Clause, Module } from "../rules/module.js";
import { countIn, instancesIn, type Reason, type RuleInForce } from "../rules/rules.js";
import type { CommandKind } from "../words/commands.js";
import { MODULE_IDS, type ModuleId, type Scope } from "../words/scope.js";
import { BLOCKS } from "./blocks/module.js";
import { BOOT } from "./boot/module.js";
import { CHORES } from "./chores/module.js";
import { CONTENTS_MODULE } from "./contents/module.js";
import { CORE } from "./core/module.js";
import { FLAGS_MODULE } from "./flags/module.js";
import { FOREIGN } from "./foreign/module.js";
import { GROWTH } from "./growth/module.js";
import { HAND_OVER } from "./hand-over/module.js";
import { HANDLES } from "./handles/module.js";
import { LIMITS } from "./limits/module.js";
import { NODES } from "./nodes/module.js";
import { PHASES } from "./phases/module.js";
import { PROTECTED } from "./protected/module.js";
import { PROVENANCE } from "./provenance/module.js";
import { QUARANTINE } from "./quarantine/module.js";
import { REGIONS } from "./regions/module.js";
import { RESIZING } from "./resizing/module.js";
import { ROOTFS } from "./rootfs/module.js";
import { SETTLING } from "./settling/module.js";
import { SHARES } from "./shares/module.js";
import { ZONES } from "./zones/module.js";

/** Every module by its id: to add one is a folder, and a line here. */
export const MODULES: Readonly<Record<ModuleId, Module>> = {
  core: CORE,
  blocks: BLOCKS,
  phases: PHASES,
  foreign: FOREIGN,
  regions: REGIONS,
  limits: LIMITS,
  nodes: NODES,
  flags: FLAGS_MODULE,
  "hand-over": HAND_OVER,
  growth: GROWTH,
  provenance: PROVENANCE,
  protected: PROTECTED,
  handles: HANDLES,
  quarantine: QUARANTINE,
  contents: CONTENTS_MODULE,
  boot: BOOT,
  shares: SHARES,
  chores: CHORES,
  settling: SETTLING,
  resizing: RESIZING,
  zones: ZONES,
  rootfs: ROOTFS,
};

/** The modules in force in a scope, in their order. */
export function modulesIn({ modules }: Pick<Scope, "modules">): readonly Module[] {
  return MODULE_IDS.filter((id) => modules.includes(id)).map((id) => MODULES[id]);
}

/** What commands also do to the fields of modules, as rules: those of every module. */
export const CLAUSES: readonly Clause[] = Object.values(MODULES).flatMap(({ clauses = [] }) => clauses);

/** The rules of some modules, one row a command, in the order in which commands are tried. */
export function rulesOf(modules: readonly ModuleId[]): readonly RuleInForce[] {
  const parts = modulesIn({ modules });
  return parts
    .flatMap(({ rules }) => rules)
    .map((rule) => ({
      ...rule,
      constraints: [
        ...(rule.answer === null ? [] : [rule.answer]),
        ...parts.flatMap(({ answers }) => answers?.[rule.kind] ?? []),
      ],
      reasons: [...rule.reasons, ...parts.flatMap(({ reasons }) => reasons?.[rule.kind] ?? [])].map(
        (reason) => besideAnother(parts, rule.kind, reason),
      ),
      instances: (scope) => [
        ...instancesIn(rule, scope),
        ...parts.flatMap(({ instances }) => instances?.(rule.kind, scope) ?? []),
      ],
      count: (scope) =>
        parts.reduce(
          (count, { instances }) => count + (instances?.(rule.kind, scope).length ?? 0),
          countIn(rule, scope),
        ),
    }));
}

function besideAnother(parts: readonly Module[], kind: CommandKind, reason: Reason): Reason {
  const [onlyWith] = parts.flatMap((part) => part.onlyWith?.[`${kind}/${reason.id}`] ?? []);
  return onlyWith === undefined ? reason : { ...reason, onlyWith };
}

/** The rules of all modules, for lists and for contracts. */
export const ALL_RULES = rulesOf(MODULE_IDS);

/** The rule of one command among some. Throws when they have none. */
export function ruleAmong(rules: readonly RuleInForce[], kind: CommandKind): RuleInForce {
  const rule = rules.find((candidate) => candidate.kind === kind);
  if (rule === undefined) throw new Error(`internal: no module in force has ${kind}`);
  return rule;
}
