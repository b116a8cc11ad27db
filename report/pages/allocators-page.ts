/** The page of allocators: for each a paragraph, a picture of its bytes along a run, what a check says. */

import type { Run } from "../../explore/check/verdict.js";
import { grouped } from "../../model/basics/wording.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { describeScope } from "../../model/words/scope.js";
import { wrap } from "../lines/wrap.js";

/** One moment of an allocator: the command before it, what the frames are, and its bytes. */
export interface Moment {
  readonly command: string;
  readonly answer: string;
  readonly strip: string;
  readonly bytes: Uint8Array;
}

/** What the page shows of one allocator. */
export interface AllocatorEntry {
  readonly definition: AllocatorDefinition;
  readonly moments: readonly Moment[];
  /** A check in each of its own scopes, under its own contract. */
  readonly runs: readonly Run[];
  /** Where its runs are told, if they have a page of their own. */
  readonly page?: string;
}

const HEAD = `# The allocators

Written by \`allocheck docs allocators\` from runs; a test holds it to what they give today. Each picture
shows the frames by the specification after a command (\`.\` free, a digit for the owner of a reservation,
\`#\` and \`+\` the first and further frames of a block), below them every byte of the allocator's state.

\`allocheck check\` with no names checks the sound ones, each until nothing is left to explore. With
\`--alphabet foreign\` commands also get arguments from outside the pool. Those that end in \`-as-is\` are
originals as they behave; the last line of each lists where it departs from \`strict\`, by shortest traces,
which \`counterexamples/as-is/\` records.
`;

/** The page as Markdown. */
export function allocatorsPage(entries: readonly AllocatorEntry[]): string {
  return [HEAD, ...entries.map(section)].join("\n");
}

function section({ definition, moments, runs, page }: AllocatorEntry): string {
  const { name, about = definition.summary, class: kind, contract } = definition;
  const commands =
    kind === "as-is"
      ? [`check ${name}`, `check ${name} --contract strict --alphabet foreign --all`]
      : [`check ${name}`, ...(definition.offers["alloc-block"] ? [`check ${name} --alphabet foreign`] : [])];
  return [
    `## ${name}`,
    "",
    ...wrap(about),
    "",
    "```",
    ...moments.flatMap(pictureLines),
    "```",
    "",
    ...(page === undefined
      ? runsText(contract.id, runs)
      : [`Contract \`${contract.id}\`. [A page of its own](${page}) says what was explored.`]),
    "",
    ...commands.map((command) => `    npx allocheck ${command}`),
    "",
  ].join("\n");
}

function runsText(contract: string, runs: readonly Run[]): string[] {
  const texts = runs.map(
    ({ scope, verdict, states, tried, depth }) =>
      `ver ${describeScope(scope)} it ${verdict}: ` +
      `${grouped(states)} states, ${grouped(tried)} commands tried, depth ${depth}.`,
  );
  if (texts.length === 1) return [`Contract \`${contract}\`. O${texts[0]}`];
  return [
    `Contract \`${contract}\`, explored in ${texts.length} scopes:`,
    "",
    ...texts.map((text) => `- o${text}`),
  ];
}

function pictureLines({ command, answer, strip, bytes }: Moment): string[] {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const rows = Array.from({ length: Math.ceil(hex.length / 16) }, (_, i) => hex.slice(16 * i, 16 * (i + 1)));
  return [
    `${command.padEnd(34)} -> ${answer}`,
    `  frames  ${strip}`,
    ...rows.map((row, i) => `  ${i === 0 ? "bytes " : "      "}   ${row.join(" ")}`),
  ];
}
