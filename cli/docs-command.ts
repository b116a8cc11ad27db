/** `allocheck docs`: pages written from runs. */
import type { Command } from "commander";
import { writeWhole } from "../counterexamples/write-whole.js";
import { Check } from "../explore/check.js";
import { Walk } from "../explore/walk.js";
import { ownScopes, widened } from "../explore/widen.js";
import { ALLOCATORS } from "../impl/registry.js";
import type { AllocatorDefinition } from "../model/allocator.js";
import { describeCommand } from "../model/command-text.js";
import { Misuse } from "../model/misuse.js";
import { DEFAULT_SCOPE } from "../model/scope.js";
import { describeAnswer, type TraceStep } from "../model/trace.js";
import type { Command as Given } from "../model/vocabulary.js";
import { quoted } from "../model/wording.js";
import { type AllocatorEntry, allocatorsPage, type Moment } from "../report/allocators-page.js";
import { memblockPage } from "../report/memblock-page.js";
import { memoryAlong } from "../report/memory.js";
import { stripLines } from "../report/program.js";
import { addExamples, type Example } from "./help.js";
import { memblockEntry } from "./memblock-entry.js";

const EXAMPLES: readonly Example[] = [
  ["docs allocators --out docs/allocators.md", "write the page anew"],
  ["docs memblock", "what memblock promises, what was explored, and what it does not promise"],
];

/** Each topic, and how its page is made. */
const TOPICS: Readonly<Record<string, { make(): string }>> = {
  allocators: {
    make: () => allocatorsPage(ALLOCATORS.filter((d) => d.class !== "faulty").map(entryOf)),
  },
  memblock: { make: () => memblockPage(memblockEntry()) },
};

/** The allocators that have a page of their own, which says what was explored. */
const PAGES: Readonly<Record<string, string>> = { memblock: "memblock.md" };

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
];

/** Adds the command; `finish` gets the exit code. */
export function addDocs(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("docs")
    .summary("write a page of the documentation from runs")
    .description(
      "Writes a page from runs: the allocators, what each keeps, drawn along a run, and what a check says; " +
        "or all there is to say of memblock.",
    )
    .argument(`<${Object.keys(TOPICS).join("|")}>`, "what to write about")
    .option("--out <FILE>", "write to a file instead of stdout");
  addExamples(command, EXAMPLES);
  command.action((topic: string, { out }: { readonly out?: string }) => {
    const text = topicNamed(topic).make();
    if (out === undefined) process.stdout.write(text);
    else writeWhole(out, text);
    finish(0);
  });
}

function topicNamed(topic: string) {
  const found = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
  if (found !== undefined) return found;
  throw new Misuse(
    "unknown-topic",
    `there is no page of ${quoted(topic)}`,
    `use ${Object.keys(TOPICS).join(", ")}`,
  );
}

function entryOf(definition: AllocatorDefinition): AllocatorEntry {
  const moments = momentsOf(definition);
  const page = PAGES[definition.name];
  if (page !== undefined) return { definition, moments, runs: [], page };
  const runs = ownScopes(definition).map((scope) => {
    const check = new Check({ definition, scope });
    while (check.advance(4096));
    return check.run();
  });
  return { definition, moments, runs };
}

/** Nothing is broken here, and no rule about an answer hides what the last step did. */
const STATE_RULE = "audit";

/** The story on a fresh allocator of eight frames. */
function momentsOf(definition: AllocatorDefinition): Moment[] {
  const scope = widened({ ...DEFAULT_SCOPE, frames: 8, slices: 1 }, definition);
  const walk = new Walk(definition, definition.contract, scope, "restored");
  const numbers = new Map(walk.specification.commands.map((command, c) => [describeCommand(command), c]));
  const steps: TraceStep[] = [];
  return STORY.flatMap((command): Moment[] => {
    const number = numbers.get(describeCommand(command));
    const walked = number === undefined ? null : walk.take(number);
    if (walked?.kind !== "went" || walked.answer.kind !== "accepted") return [];
    steps.push({ command, answer: walked.answer });
    const [strip = ""] = stripLines(
      memoryAlong({
        allocator: definition.name,
        contract: definition.contract.id,
        scope,
        steps,
        rule: STATE_RULE,
      }).at(-1) ?? {
        frames: [],
        slices: [],
      },
    );
    const bytes = walk.bytes();
    return [{ command: describeCommand(command), answer: describeAnswer(walked.answer), strip, bytes }];
  });
}
