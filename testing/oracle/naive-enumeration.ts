import type { Command } from "../../model/words/commands.js";
import { BOOT_MODULES, type Scope } from "../../model/words/scope.js";
import { naiveBoot } from "./naive-boot.js";
import { naiveComposed, naiveMoves } from "./naive-composed.js";
import { naiveInitrd } from "./naive-initrd.js";
import { naiveOwn } from "./naive-own.js";
import { naiveProvenance, type ProvenanceState } from "./naive-provenance.js";
import { naiveRegions } from "./naive-regions.js";
import { naiveRootfs } from "./naive-rootfs.js";
import { naiveShares } from "./naive-shares.js";
import { naiveZones } from "./naive-zones.js";

/** What a search of a whole scope counts. */
export interface Counted {
  readonly states: number;
  readonly tried: number;
  readonly transitions: number;
  readonly depth: number;
  readonly levels: readonly number[];
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Who is told of each step, by the keys of the states that it leads from and to. */
export interface Beside {
  step(from: string, command: Command, answer: number, to: string): void;
}

/** The modules that `naive-regions.ts` has by itself. */
const REGIONAL = new Set<string>(["core", "phases", "foreign", ...BOOT_MODULES]);

/** The modules that `naive-boot.ts` has by itself, for frames of any number of units. */
const BOOTING = new Set<string>(["core", "phases", "boot"]);

/** Those that `naive-rootfs.ts` has around it, for frames of one unit. */
const FILING = new Set<string>([...BOOTING, "rootfs"]);

/** The modules that go around any other. */
const AROUND = new Set<string>(["chores", "settling", "zones"]);

/** Visits every state of a scope breadth first, over the naive model and keys that are strings. */
export function enumerate(scope: Scope, beside?: Beside): Counted {
  const isOf = (some: ReadonlySet<string>) => scope.modules.every((id) => some.has(id) || AROUND.has(id));
  if (isOf(BOOTING) && scope.modules.includes("boot")) return visitWith(scope, naiveBoot(scope), beside);
  if (isOf(FILING) && scope.modules.includes("rootfs"))
    return visitWith(scope, naiveRootfs(scope, naiveBoot(scope)), beside);
  if (isOf(REGIONAL)) return visitWith(scope, regional(scope), beside);
  const pages = scope.modules.includes("regions") ? composed(scope) : naiveProvenance(scope);
  return visitPages(scope, pages, beside);
}

/** The same where arrays of the allocator's own also grow, whenever they may. */
export function enumerateGrown(scope: Scope): Counted {
  return visitPages(scope, {
    ...composed(scope),
    moves: (state) => naiveMoves(scope, state.base).map((base) => ({ ...state, base })),
  });
}

/** The naive model of pages, with what is around it. */
function visitPages(scope: Scope, pages: Naive<ProvenanceState>, beside?: Beside): Counted {
  const withInitrd = <S>(naive: Naive<S>, pagesOf: (state: S) => ProvenanceState) =>
    scope.modules.includes("boot")
      ? visitWith(scope, naiveInitrd(scope, naive, pagesOf), beside)
      : visitWith(scope, naive, beside);
  return scope.modules.includes("shares")
    ? withInitrd(naiveShares(scope, pages), ({ rest }) => rest)
    : withInitrd(pages, (state) => state);
}

/** With what goes around any model, where the scope has some. */
function visitWith<S>(scope: Scope, naive: Naive<S>, beside?: Beside): Counted {
  const zoned = scope.modules.includes("zones") ? naiveZones(scope, naive) : naive;
  const isOwn = scope.modules.includes("chores") || scope.modules.includes("settling");
  return isOwn ? visit(naiveOwn(scope, zoned), beside) : visit(zoned, beside);
}

/** What can be visited: states, and what a scope bounds. */
export interface Naive<S> {
  readonly initial: S;
  readonly commands: readonly Command[];
  reasonsAgainst(state: S, command: Command): string[];
  answersTo(state: S, command: Command): number[];
  after(state: S, command: Command, answer: number): S;
  keyOf(state: S): string;
  /** Whether a legal command would go beyond what the scope bounds. */
  isBeyond(state: S, command: Command): boolean;
  /** What a state may also be, once a command was accepted. */
  moves?(state: S): S[];
}

function composed(scope: Scope) {
  return naiveProvenance(scope, naiveComposed(scope));
}

function regional(scope: Scope): Naive<ReturnType<typeof naiveRegions>["initial"]> {
  const naive = naiveRegions(scope);
  return {
    ...naive,
    isBeyond: ({ slices }, { kind }) => kind === "borrow" && slices.length === scope.slices,
  };
}

function visit<S>(naive: Naive<S>, beside?: Beside): Counted {
  const { commands, initial, reasonsAgainst, answersTo, after, keyOf, isBeyond, moves } = naive;
  const seen = new Set([keyOf(initial)]);
  const outcomes: Record<string, number> = {};
  const levels: number[] = [];
  let tried = 0;
  let transitions = 0;
  for (let level = [initial]; level.length > 0; ) {
    levels.push(level.length);
    const next: typeof level = [];
    for (const state of level) {
      const from = keyOf(state);
      for (const command of commands) {
        const reasons = reasonsAgainst(state, command);
        // What a scope bounds: what would be accepted with all slices alive, or all slots in use.
        if (reasons.length === 0 && isBeyond(state, command)) continue;
        tried++;
        const answers = reasons.length === 0 ? answersTo(state, command) : [];
        const successors = answers.flatMap((answer) => {
          const successor = after(state, command, answer);
          beside?.step(from, command, answer, keyOf(successor));
          return moves?.(successor) ?? [successor];
        });
        const outcome = `${command.kind}:${reasons.join("+") || "accepted"}`;
        outcomes[outcome] = (outcomes[outcome] ?? 0) + (successors.length || 1);
        transitions += successors.length;
        for (const successor of successors) {
          const key = keyOf(successor);
          if (seen.has(key)) continue;
          seen.add(key);
          next.push(successor);
        }
      }
    }
    level = next;
  }
  return { states: seen.size, tried, transitions, depth: levels.length - 1, levels, outcomes };
}
