/** `allocheck list`: what there is to check, by which rules, under which contracts. */
import type { Command } from "commander";
import { NAMED } from "../../impl/registry.js";
import { CONTRACTS } from "../../model/contracts/named.js";
import { Misuse } from "../../model/words/misuse.js";
import { suggestion } from "../../model/words/suggestion.js";
import { quoted } from "../../model/words/wording.js";
import { RULE_TEXTS } from "../../report/rule-book/rule-text.js";
import { allocatorRow, contractRow, listLines } from "../../report/text/list-text.js";
import { addExamples, type Example } from "../input/help.js";
import { type OutputOptions, outputsOf, reporterOption } from "../input/options.js";
import { probePlaces, send } from "../output/output.js";

const EXAMPLES: readonly Example[] = [
  ["list", "everything"],
  ["list allocators", "what can be checked"],
  ["list rules --json", "every rule, for programs"],
];

const TOPICS = ["allocators", "rules", "contracts"] as const;
type Topic = (typeof TOPICS)[number];

/** Adds the command; `finish` gets the exit code. */
export function addList(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("list")
    .summary("show allocators, rules and contracts")
    .description("Shows the allocators that come with allocheck, the rules and the contracts.")
    .argument("[allocators|rules|contracts]", "what to show; everything when not given")
    .addOption(reporterOption())
    .option("--json", "short for --reporter json")
    .option("--no-color", "no colour")
    .action((topic: string | undefined, options: OutputOptions) => {
      const outputs = outputsOf(options);
      const lists = listsOf(topic === undefined ? TOPICS : [topicNamed(topic)]);
      probePlaces(outputs, undefined);
      const sent = send(outputs, { json: lists, lines: (style) => listLines(lists, style) }, options.color);
      finish(sent ? 0 : 2);
    });
  addExamples(command, EXAMPLES);
}

function listsOf(topics: readonly Topic[]) {
  return {
    ...(topics.includes("allocators") ? { allocators: NAMED.map(allocatorRow) } : {}),
    ...(topics.includes("rules") ? { rules: RULE_TEXTS } : {}),
    ...(topics.includes("contracts") ? { contracts: CONTRACTS.map(contractRow) } : {}),
  };
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
