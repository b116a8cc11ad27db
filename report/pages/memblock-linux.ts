/** The page of memblock beside Linux: whose calls it has, where it differs, which of its checks are made. */

import { wrap } from "../lines/wrap.js";
import { paragraph, table } from "./markdown.js";

/** What the page says of Linux. */
export interface BesideLinux {
  /** The version that is meant. */
  readonly linux: string;
  /** The calls there are, under their names in Linux. */
  readonly calls: readonly { readonly linux: string; readonly as: string | null; readonly what: string }[];
  readonly leftOut: readonly { readonly names: readonly string[]; readonly because: string }[];
  readonly differences: readonly {
    readonly when: string;
    readonly linux: string;
    readonly here: string;
    readonly because: string;
  }[];
  /** The checks of Linux's suite, by files. */
  readonly suite: readonly {
    readonly from: string;
    readonly tests: string;
    readonly runs: number;
    readonly checks: readonly string[];
  }[];
}

/** Which calls there are, and as what each is checked. */
export function callsSection({ calls }: BesideLinux): string[] {
  const driven = calls.filter(({ as }) => as !== null && as !== "queries");
  const asked = calls.filter(({ as }) => as === "queries");
  const tested = calls.filter(({ as }) => as === null);
  return [
    "## Its calls",
    "",
    "Each command of the checker is one call, under the name it has in Linux:",
    "",
    ...table(
      ["call", "command", ""],
      [
        ...driven.map(({ linux, as, what }) => [`\`${linux}\``, `\`${as}\``, what]),
        ["`phys_to_virt`", "`borrow`", "memblock is not asked, nor told when it is over (`drop`)"],
        ["`alloc_page`, `free_page`", "`alloc`, `free`", "the page allocator behind, once boot is over"],
      ],
    ),
    "",
    "In every state it is asked, and every answer is compared with the specification:",
    "",
    ...table(
      ["call", "asked"],
      asked.map(({ linux, what }) => [`\`${linux}\``, what || "once"]),
    ),
    "",
    "These are called by its tests alone:",
    "",
    ...table(
      ["call", ""],
      tested.map(({ linux, what }) => [`\`${linux}\``, what]),
    ),
    "",
  ];
}

/** What of the interface there is not. */
export function leftOutSection({ leftOut }: BesideLinux): string[] {
  return [
    "The rest of `include/linux/memblock.h` is left out:",
    "",
    ...table(
      ["calls", "what they are"],
      leftOut.map(({ names, because }) => [names.map((name) => `\`${name}\``).join(" "), because]),
    ),
    "",
  ];
}

/** Where memblock is not as in Linux. */
export function differencesSection({ differences }: BesideLinux): string[] {
  return [
    "## Where it is not Linux",
    "",
    "What Linux leaves undefined, does and cannot mean, or does for parts of the kernel that are not here:",
    "",
    ...table(
      ["when", "Linux", "here", "because"],
      differences.map(({ when, linux, here, because }) => [when, linux, here, because]),
    ),
    "",
  ];
}

/** Which checks of Linux are made here too. */
export function suiteSection({ suite }: BesideLinux): string[] {
  const checks = suite.reduce((sum, part) => sum + part.checks.length, 0);
  const runs = suite.reduce((sum, part) => sum + part.runs, 0);
  return [
    "## The suite of Linux",
    "",
    ...paragraph(
      `Of \`tools/testing/memblock/tests\` ${checks} checks are made here too, by what they show, in ${runs} ` +
        "tests: most run in both directions, with and without zeroing.",
    ),
    "",
    ...suite.flatMap(({ from, runs: tests, checks: names }) => [
      `- ${from} (${names.length} checks, ${tests} tests):`,
      ...wrap(names.map((name) => `\`${name}\``).join(" "), 108).map((line) => `  ${line}`),
    ]),
    "",
  ];
}
