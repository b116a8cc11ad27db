/** The modules of the specification, and what those in force say together. */

import type { Clause, Module } from "../rules/module.js";
import { countIn, instancesIn, type Reason, type RuleInForce } from "../rules/rules.js";
import type { CommandKind } from "../words/commands.js";
import { MODULE_IDS, type ModuleId, type Scope } from "../words/scope.js";
import * as MODULE_LIST from "./list.js";
import type * as WORDS from "./words.js";

/** Each module that has words: the compiler asks for it. */
const LISTED: Readonly<Record<keyof typeof WORDS, Module>> = MODULE_LIST;

/** Every module by its id, in their order. */
export const MODULES = Object.fromEntries(MODULE_IDS.map((id) => [id, listed(id)])) as {
  readonly [Id in ModuleId]: Module;
}; // one a module

function listed(id: ModuleId): Module {
  const found = Object.values(LISTED).find((module) => module.id === id);
  if (found === undefined) throw new Error(`internal: no module of the list has the id ${id}`);
  return found;
}

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
