/**
 * The parts of the specification and what each brings: commands with their rules, reasons it adds to the
 * commands of other parts, and arguments beyond those of the pool.
 *
 * The fields a module adds to a state, and the views read from them, are in `module-views.ts`.
 */

import type { ReasonKey } from "../contracts/named.js";
import type { AnswerConstraint, CommandRule, Reason } from "../rules/rules.js";
import { COMMAND_KINDS, type Command, type CommandKind, type ReasonId } from "../words/commands.js";
import { MODULE_IDS, type ModuleId, type Scope } from "../words/scope.js";
import { BLOCK_RULES, FREE_INTERIOR } from "./blocks/rules.js";
import { CONTENTS_RULES } from "./contents/rules.js";
import { CORE_RULES } from "./core/rules.js";
import { FLAG_RULES, NODE_RULES } from "./flags/rules.js";
import {
  ARGUMENT_REASONS,
  ARGUMENT_REASONS_OF,
  ARGUMENT_STATEMENTS,
  foreignInstances,
} from "./foreign/rules.js";
import { GROWTH_REASONS, GROWTH_RULES } from "./growth/rules.js";
import { HAND_OVER_BESIDE, HAND_OVER_REASONS } from "./hand-over/module.js";
import { HANDLE_RULES } from "./handles/rules.js";
import { LIMIT_RULES } from "./limits/rules.js";
import { PHASE_RULES, RESERVE_BOOT_OVER } from "./phases/module.js";
import { PROTECTED_RULES } from "./protected/module.js";
import { PROVENANCE_RULES, RELEASE_KEPT } from "./provenance/rules.js";
import { QUARANTINE_ANSWERS, QUARANTINE_RULES } from "./quarantine/module.js";
import { REGION_REASONS, REGION_RULES } from "./regions/rules.js";

/** One part of the specification. */
export interface Module {
  /** What it is about, in one sentence. */
  readonly statement: string;
  readonly rules: readonly CommandRule[];
  /** The reasons it adds to commands, its own and those of others. */
  readonly reasons: { readonly [K in CommandKind]?: readonly Reason[] };
  /** What it further asks of the frames that commands answer. */
  readonly answers?: { readonly [K in CommandKind]?: AnswerConstraint };
  /** The commands of a kind it adds, with arguments that no other part has. */
  readonly instances: (kind: CommandKind, scope: Scope) => Command[];
  /** Reasons that, where it is in force, are never true without another. */
  readonly beside?: { readonly [K in ReasonKey]?: ReasonId };
}

const NO_MORE = () => [];

/** Every module by its name. */
export const MODULES: Readonly<Record<ModuleId, Module>> = {
  core: {
    statement: "frames are free, allocated, or reserved by an owner and borrowed as slices",
    rules: Object.values(CORE_RULES) as CommandRule[], // each row takes the commands of its own kind
    reasons: {},
    instances: NO_MORE,
  },
  blocks: {
    statement: "several frames are allocated at once, aligned, and freed as they were allocated",
    rules: BLOCK_RULES,
    reasons: { free: [FREE_INTERIOR] },
    instances: NO_MORE,
  },
  phases: {
    statement: "boot comes to an end, and reservations with it",
    rules: PHASE_RULES,
    reasons: { reserve: [RESERVE_BOOT_OVER] },
    instances: NO_MORE,
  },
  foreign: {
    statement: "commands are also given arguments from outside the pool",
    rules: [],
    reasons: Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, argumentReasons(kind)])),
    instances: foreignInstances,
  },
  regions: {
    statement: "memory is added and removed as regions, and looked for by place",
    rules: REGION_RULES,
    reasons: REGION_REASONS,
    instances: NO_MORE,
  },
  limits: {
    statement: "memory is accessible up to a limit, and cut to one",
    rules: LIMIT_RULES,
    reasons: {},
    instances: NO_MORE,
  },
  nodes: {
    statement: "memory belongs to nodes, all of it to the first at the beginning",
    rules: NODE_RULES,
    reasons: {},
    instances: NO_MORE,
  },
  flags: {
    statement: "memory is marked as hotplug, mirrored or not to be mapped",
    rules: FLAG_RULES,
    reasons: {},
    instances: NO_MORE,
  },
  "hand-over": {
    statement: "memory is the boot allocator's until boot is over, and then the page allocator's",
    rules: [],
    reasons: HAND_OVER_REASONS,
    instances: NO_MORE,
    beside: HAND_OVER_BESIDE,
  },
  growth: {
    statement: "the allocator's own arrays grow, and then lie in the memory it manages",
    rules: GROWTH_RULES,
    reasons: GROWTH_REASONS,
    instances: NO_MORE,
  },
  provenance: {
    statement: "slices have keepers, which may outlive the call that borrowed them",
    rules: PROVENANCE_RULES,
    reasons: { release: RELEASE_KEPT },
    instances: NO_MORE,
  },
  protected: {
    statement: "some reserved frames have a purpose of their own, which a release passes over",
    rules: PROTECTED_RULES,
    reasons: {},
    instances: NO_MORE,
  },
  handles: {
    statement: "clients hold handles, which are stale for ever once their frame was given back",
    rules: HANDLE_RULES,
    reasons: {},
    instances: NO_MORE,
  },
  quarantine: {
    statement: "what was given back is handed out again only when no stale handle is held on it",
    rules: QUARANTINE_RULES,
    reasons: {},
    answers: QUARANTINE_ANSWERS,
    instances: NO_MORE,
  },
  contents: {
    statement: "frames hold zeros, bytes that are kept, or poison",
    rules: CONTENTS_RULES,
    reasons: {},
    instances: NO_MORE,
  },
};

/** The rules of some modules, one row a command, in the order in which commands are tried. */
export function rulesOf(modules: readonly ModuleId[]): readonly CommandRule[] {
  const parts = MODULE_IDS.filter((id) => modules.includes(id)).map((id) => MODULES[id]);
  return parts
    .flatMap(({ rules }) => rules)
    .map((rule) => ({
      ...rule,
      stricter: parts.flatMap(({ answers }) => answers?.[rule.kind] ?? []),
      reasons: [...rule.reasons, ...parts.flatMap(({ reasons }) => reasons[rule.kind] ?? [])].map((reason) =>
        besideAnother(parts, rule.kind, reason),
      ),
      instances: (scope) => [
        ...rule.instances(scope),
        ...parts.flatMap(({ instances }) => instances(rule.kind, scope)),
      ],
    }));
}

function besideAnother(parts: readonly Module[], kind: CommandKind, reason: Reason): Reason {
  const beside = parts.flatMap((part) => part.beside?.[`${kind}/${reason.id}`] ?? []);
  return beside[0] === undefined ? reason : { ...reason, beside: beside[0] };
}

/** The rules of all modules, for lists and for contracts. */
export const ALL_RULES = rulesOf(MODULE_IDS);

/** The rule of one command among some. Throws when they have none. */
export function ruleAmong(rules: readonly CommandRule[], kind: CommandKind): CommandRule {
  const rule = rules.find((candidate) => candidate.kind === kind);
  if (rule === undefined) throw new Error(`internal: no module in force has ${kind}`);
  return rule;
}

const ANSWERING = new Set(ALL_RULES.filter(({ answer }) => answer !== null).map(({ kind }) => kind));

/** Whether accepting a command answers a frame. */
export function answersFrame(kind: CommandKind): boolean {
  return ANSWERING.has(kind);
}

function argumentReasons(kind: CommandKind): Reason[] {
  const ids = ARGUMENT_REASONS_OF[kind] ?? [];
  return ARGUMENT_REASONS.filter(({ id }) => ids.includes(id)).map((reason) => ({
    ...reason,
    statement: `${kind} is refused when ${ARGUMENT_STATEMENTS[reason.id]}`,
    needs: { commands: [kind], argument: reason.id },
  }));
}
