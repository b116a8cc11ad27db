/** The results as a page of Markdown, which is also what the bench prints. */
import { cpus, totalmem } from "node:os";
import type { Plan } from "./plan.js";
import { isMet, type Section, type Target } from "./section.js";
import { describeSpread } from "./stats.js";

/** When and where figures were measured. */
export interface Machine {
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  readonly gigabytes: number;
  readonly node: string;
  readonly system: string;
}

export function thisMachine(): Machine {
  const [first] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: cpus().length,
    processor: first?.model.trim() ?? "unknown processor",
    gigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
}

/** The whole page. */
export function resultsPage(machine: Machine, plan: Plan, sections: readonly Section[]): string {
  const { date, cores, processor, gigabytes, node, system } = machine;
  const targets = sections.flatMap((section) => section.targets);
  const blocks = [
    "# Results of the bench",
    `${date}: ${processor}, ${cores} ${cores === 1 ? "core" : "cores"}, ${gigabytes} GB, ${system}, Node ${node}.`,
    roundsText(plan),
    ...(plan.judged ? [table(["figure", "measured", "target", ""], targets.map(targetRow))] : []),
    ...sections.flatMap(({ title, text, head, rows }) => [
      `## ${title}`,
      text.join("\n"),
      ...(rows.length === 0 ? [] : [table(head, rows)]),
    ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function roundsText({ rounds, judged }: Plan): string {
  if (!judged) return "Small scopes, to see that the bench works: the figures say nothing about speed.";
  return [
    `A figure with a spread is the median of ${rounds} rounds, with the least and the most of them; one without`,
    "was measured once. In a round all that is compared runs once, one after the other, each in a process of",
    "its own, and a ratio is taken round by round.",
    "Written by `npm run bench -- --out bench/RESULTS.md`; `npm run nightly` adds what takes long.",
  ].join("\n");
}

function targetRow(target: Target): string[] {
  const { what, measured, show, limit } = target;
  return [
    what,
    describeSpread(measured, show),
    `${limit.kind} ${limit.value}`,
    isMet(target) ? "met" : "missed",
  ];
}

/** A table of Markdown, padded so that it reads well as text too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** The tables of a page of Markdown, each row by the names of its columns. */
export function tablesIn(page: string): Record<string, string>[][] {
  const cellsOf = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  return [...page.matchAll(/(?:^\|.*\|\n)+/gm)].map(([block]) => {
    const [head = "", , ...rows] = block.trimEnd().split("\n");
    const names = cellsOf(head);
    return rows.map((row) => Object.fromEntries(cellsOf(row).map((cell, i) => [names[i] ?? "", cell])));
  });
}
