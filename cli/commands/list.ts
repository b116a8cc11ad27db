/** `allocheck list`: what there is to check, by which rules, under which contracts. */
import type { Command } from "commander";
import { NAMED, soundVersionOf } from "../../impl/registry.js";
import { Misuse } from "../../model/basics/misuse.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { quoted } from "../../model/basics/wording.js";
import { CONTRACTS } from "../../model/contracts/named.js";
import { RULE_TEXTS } from "../../report/rule-book/rule-text.js";
import { contractRow } from "../../report/text/contract-text.js";
import { allocatorRow, indexLines, type Lists, listLines, type Topic } from "../../report/text/list-text.js";
import { MODULE_ROWS } from "../../report/text/module-text.js";
import { addExamples, type Example } from "../input/help.js";
import { type OutputOptions, outputsOf, reporterOption } from "../input/options.js";
import { type Answered, probePlaces, send } from "../output/output.js";

const EXAMPLES: readonly Example[] = [
  ["list", "what there is, by name"],
  ["list allocators", "what can be checked"],
  ["list rules --json", "every rule, for programs"],
];

/** What is in each list. All allocators are in the first, also those that are in the second. */
const LISTS: { readonly [T in Topic]-?: () => Required<Lists>[T] } = {
  allocators: () => NAMED.map(allocatorRow),
  faults: () =>
    NAMED.filter(({ class: kind }) => kind === "faulty").map((each) => ({
      ...allocatorRow(each),
      of: soundVersionOf(each)?.name ?? null,
    })),
  rules: () => RULE_TEXTS,
  contracts: () => CONTRACTS.map(contractRow),
  modules: () => MODULE_ROWS,
};
const TOPICS = Object.keys(LISTS) as readonly Topic[]; // they are its keys

/** Adds the command; `finish` gets the exit code. */
export function addList(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("list")
    .summary("show allocators, rules, contracts and modules")
    .description(
      "Shows the allocators that come with allocheck, their faulty versions, the rules, the contracts, and the " +
        "modules of the specification.",
    )
    .argument("[LIST]", `${TOPICS.join(", ")}; the names of all when not given`)
    .addOption(reporterOption())
    .option("--json", "short for --reporter json")
    .option("--no-color", "no colour")
    .action((topic: string | undefined, options: OutputOptions) => {
      const outputs = outputsOf(options);
      const { json, lines } = topic === undefined ? everything() : one(topicNamed(topic));
      probePlaces(outputs, undefined);
      finish(send(outputs, { json, lines }, options.color) ? 0 : 2);
    });
  addExamples(command, EXAMPLES);
}

function one(topic: Topic): Answered {
  const lists = { [topic]: LISTS[topic]() };
  return { json: lists, lines: (style) => listLines(lists, style) };
}

/** The allocators with their faulty versions once, for programs. */
function everything(): Answered {
  const lists: Required<Lists> = {
    allocators: LISTS.allocators(),
    faults: LISTS.faults(),
    rules: LISTS.rules(),
    contracts: LISTS.contracts(),
    modules: LISTS.modules(),
  };
  const { faults: _, ...json } = lists;
  return { json, lines: (style) => indexLines(lists, style) };
}

function topicNamed(name: string): Topic {
  const topic = TOPICS.find((t) => t === name);
  if (topic !== undefined) return topic;
  const close = suggestion(name, TOPICS);
  throw new Misuse(
    "unknown-topic",
    `there is no list of ${quoted(name)}`,
    close === undefined ? `use ${TOPICS.join(", ")}` : `did you mean ${close}?`,
  );
}
