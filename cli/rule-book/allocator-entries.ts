/** Draws the allocators along one story, for their page. */
import { runTo } from "../../explore/check/check.js";
import { ownScope, ownScopes } from "../../explore/check/own-scope.js";
import { Replayer } from "../../explore/replay/replayer.js";
import { ALLOCATORS } from "../../impl/registry.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { describeAnswer, type TraceStep } from "../../model/trace/trace.js";
import type { Command as Given } from "../../model/words/commands.js";
import { describeCommand, numbersByText } from "../../model/words/commands.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import type { AllocatorEntry, Moment } from "../../report/pages/allocators-page.js";
import { memoryAlong } from "../../report/trace/memory-strip.js";
import { stripLines } from "../../report/trace/program.js";

/** What the pictures are of: each command that an allocator offers and may be given. */
const STORY: readonly Given[] = [
  { kind: "reserve", range: { start: 0, count: 3 }, owner: 1 },
  { kind: "release", range: { start: 1, count: 1 }, owner: 1 },
  { kind: "borrow", range: { start: 2, count: 1 } },
  { kind: "end-boot" },
  { kind: "alloc" },
  { kind: "alloc-block", count: 2, align: 1 },
  { kind: "alloc-block", count: 2, align: 2 },
  { kind: "alloc-block", count: 1, align: 1 },
  { kind: "free", frame: 3 },
  { kind: "stash", range: { start: 2, count: 1 } },
  { kind: "load", range: { start: 0, count: 1 } },
  { kind: "protect", range: { start: 0, count: 1 } },
  { kind: "alloc-handle" },
  { kind: "free-handle", slot: 0 },
  { kind: "alloc-zone", zone: 1 },
];

/** The allocators that have a page of their own, which says what was explored. */
const PAGES: Readonly<Record<string, string>> = { memblock: "memblock.md" };

/** What the page shows of every allocator that is not broken on purpose. */
export function allocatorEntries(): AllocatorEntry[] {
  return ALLOCATORS.filter((definition) => definition.class !== "faulty").map(entryOf);
}

function entryOf(definition: AllocatorDefinition): AllocatorEntry {
  const moments = momentsOf(definition);
  const page = PAGES[definition.name];
  if (page !== undefined) return { definition, moments, runs: [], page };
  const runs = ownScopes(definition).map((scope) => runTo({ definition, scope }));
  return { definition, moments, runs };
}

/** Nothing is broken here, and no rule about an answer hides what the last step did. */
const STATE_RULE = "audit";

/** The story on a fresh allocator of eight frames. */
function momentsOf(definition: AllocatorDefinition): Moment[] {
  const { name, contract } = definition;
  const scope = ownScope({ ...DEFAULT_SCOPE, frames: 8, slices: 1 }, definition);
  const walk = new Replayer(definition, definition.contract, scope, "restored");
  const numbers = numbersByText(walk.specification.commands);
  const steps: TraceStep[] = [];
  return STORY.flatMap((command): Moment[] => {
    const number = numbers.get(describeCommand(command));
    const walked = number === undefined ? null : walk.take(number);
    if (walked?.kind !== "went" || walked.answer.kind !== "accepted") return [];
    steps.push({ command, answer: walked.answer });
    const [strip = ""] = stripLines(
      memoryAlong({ allocator: name, contract: contract.id, scope, steps, rule: STATE_RULE }).at(-1) ?? {
        frames: [],
        slices: [],
      },
    );
    const bytes = walk.bytes();
    return [{ command: describeCommand(command), answer: describeAnswer(walked.answer), strip, bytes }];
  });
}
