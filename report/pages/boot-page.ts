/** docs/boot.md: who holds the RAM from the boot loader to switch_root, from runs. */

import type { Run } from "../../explore/check/verdict.js";
import { grouped } from "../../model/basics/wording.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { bootSvg } from "../boot/svg.js";
import { bootLines } from "../boot/text.js";
import { framesAtEnd, HOLDERS, type HolderId, sizeOf, type Timeline, WHAT_RUNS } from "../boot/timeline.js";
import { PLAIN } from "../lines/style.js";
import { anchor } from "../rule-book/entries.js";
import { stepLines } from "../trace/program.js";
import { table } from "./markdown.js";

/** A boot of the page: its title, what it shows, and the name of its drawing. */
export interface Told {
  readonly title: string;
  readonly about: string;
  readonly drawing: string;
  readonly timeline: Timeline;
}

/** A rule about an initrd, and the version that breaks it. */
export interface BootRule {
  readonly id: string;
  readonly statement: string;
  readonly brokenBy: string | null;
}

/** What checks say of the flavours. */
export interface Checked {
  readonly rules: readonly BootRule[];
  /** Every flavour, looked back over: what can never come back. */
  readonly lookedBack: readonly Run[];
  /** What the flavours as they are do that their contracts forbid, each by its shortest trace. */
  readonly deviations: readonly Counterexample[];
}

/** Where the rule book has the rules that are no reasons. */
const CLAUSES_HEADING = "What commands also do";

const PLAYERS: Readonly<
  Record<Exclude<HolderId, "free">, readonly [by: string, dead: string, back: string]>
> = {
  kernel: ["the boot loader", "never", "nobody"],
  tables: ["the kernel reserves them in memblock", "never", "nobody"],
  fdt: ["the boot loader", "no: it is kept", "nobody by default"],
  crashkernel: ["the command line", "never: it waits for a crash", "nobody"],
  initrd: ["the boot loader", "as soon as it is unpacked", "`free_initrd_mem`; in solaya nobody"],
  rootfs: [
    "`unpack_to_rootfs`, from the page allocator",
    "after switch_root",
    "switch_root, and the last who uses a deleted file",
  ],
  squashfs: ["a mount of the script", "the cache shrinks, the buffers stay", "unmounting"],
  system: ["whatever runs", "no", "whatever runs"],
};

/** The order of what happens, and who does it. */
const ORDER = [
  "The boot loader leaves kernel, packed archive and fdt in RAM, as bytes in place.",
  "The kernel reserves itself, then the archive if it lies in one region of memory where nothing is reserved, then " +
    "page tables, fdt and crashkernel. An archive that the checks refuse is not reserved.",
  "memblock hands what is not reserved to the page allocator, in whole frames.",
  "The archive is unpacked: its files get frames of their own. It is a copy; the archive is dead weight from then on.",
  "`free_initrd_mem` gives the frames of the archive back, on the failing path as well, unless `retain_initrd` is " +
    "given; where it overlaps the crashkernel only what lies outside.",
  "switch_root deletes the files of the old root that are not below a mount. What is open or backs a loop device " +
    "keeps its frames until the last user is gone.",
] as const;

/** What is left after switch_root. */
const STAYS = [
  "What nobody gives back: kernel, page tables, fdt, crashkernel, and an archive that is retained (in solaya as it " +
    "is, any; one that was refused was never taken). Frames at the edges of the archive stay as well where it does " +
    "not fill them; 32-bit ARM gives these back, whoever else has bytes in them.",
  "Files that somebody has open, and files behind a loop device, such as the image from which the new root is " +
    "mounted: until they are closed and detached.",
  "Files below a mount of the old root: for good, since switch_root does not cross mount points and nobody reaches " +
    "them afterwards. Unmount before, or mount below the new root or /run, which move along.",
  "What is mounted itself: squashfs keeps its buffers, and a tmpfs its files, until it is unmounted.",
] as const;

const MAIN = "boot-linux-generic.svg";

export function bootPage(told: readonly Told[], checked: Checked): string {
  return [
    "# Who holds the RAM, from the boot loader to switch_root",
    "",
    "Written by `allocheck docs boot`; do not edit. Each boot below was run.",
    "",
    WHAT_RUNS,
    "The kernels count addresses in bytes: they get each address of a boot as a number of its own, in their order, " +
      "and a run of frames in which no image begins or ends as one frame. The page allocator behind them, and " +
      "solaya's, is run with every frame. Of the unpacked files there is one of each kind, for which `rootfs-linux` " +
      "says whether a switch of the root leaves it its frame.",
    "",
    "## Three answers",
    "",
    ...told
      .filter(({ drawing }) => drawing === MAIN)
      .flatMap(({ timeline }) =>
        timeline.answers.flatMap(({ question, answer }) => [`**${question}** ${answer}`, ""]),
      ),
    "The unpacked files are another thing than the archive, with another owner: what `free_initrd_mem` gives back is " +
      "the packed bytes, what switch_root gives back is the copy. After it these still hold RAM:",
    "",
    ...STAYS.map((text) => `- ${text}`),
    "",
    "## The players",
    "",
    "| what | put there by | dead weight | given back by |",
    "| --- | --- | --- | --- |",
    ...Object.entries(PLAYERS).map(
      ([id, cells]) => `| ${HOLDERS[id as HolderId].text} | ${cells.join(" | ")} |`, // its keys are holders
    ),
    "",
    "## The order",
    "",
    ...ORDER.map((text, i) => `${i + 1}. ${text}`),
    "",
    "## The boots side by side",
    "",
    "| boot | free at the end | frames | packed archive | unpacked files |",
    "| --- | --- | --- | --- | --- |",
    ...told.map(({ title, timeline }) => {
      const held = framesAtEnd(timeline.moments);
      const has = (id: HolderId) => sizeOf(held.get(id) ?? 0);
      return `| ${title} | ${has("free")} | ${grouped(held.get("free") ?? 0)} | ${has("initrd")} | ${has("rootfs")} |`;
    }),
    "",
    ...told.flatMap(({ title, about, drawing, timeline }) => [
      `## ${title}`,
      "",
      about,
      "",
      `![Who holds the RAM after each step](${drawing})`,
      "",
      "```",
      `$ ${timeline.command}`,
      ...bootLines(timeline, PLAIN, 80),
      "```",
      "",
    ]),
    ...checkedLines(checked),
  ].join("\n");
}

function checkedLines({ rules, lookedBack, deviations }: Checked): string[] {
  return [
    "## Every boot in a scope",
    "",
    "The boots above are single ones. `allocheck check boot-linux-arm64` (and the others) explores every order in " +
      "which images lie, are reserved, read and given back inside a scope, and `allocheck check rootfs-linux` every " +
      "order in which files are made, opened, mounted over and left behind. `rootfs-in-place` has files that show " +
      "the packed bytes where they lie: these keep the archive from going free, and copies do not. These are the " +
      "rules about an initrd and its files; the [rule book](provenance.md) has the shortest trace that shows each, " +
      "and the shortest of the version that breaks it.",
    "",
    ...table(
      ["rule", "what it says", "broken by"],
      rules.map(({ id, statement, brokenBy }) => [
        `[${id}](provenance.md#${anchor(id.includes("/") ? id : CLAUSES_HEADING)})`,
        statement,
        brokenBy === null ? "" : `\`${brokenBy}\``,
      ]),
    ),
    "",
    "## What can never come back",
    "",
    "`--can-always` looks back over all states: can what somebody holds become free again, by any sequence of " +
      "commands? Over two frames, of two units where images may begin and end inside a frame:",
    "",
    ...table(
      ["flavour", "states", "it comes back", "for ever by design"],
      lookedBack.map(({ allocator, states, counterexamples, lookedBack: seen }) => [
        `\`${allocator}\``,
        grouped(states),
        seen
          ? counterexamples.length === 0
            ? "always"
            : "not always, see below"
          : "not said: it breaks a rule",
        (seen?.forEver ?? []).map(({ holder }) => holder).join(", "),
      ]),
    ),
    "",
    "## Deviations",
    "",
    "What the flavours as they are do otherwise, each by its shortest trace:",
    "",
    ...deviations.flatMap((found) => [
      `### ${found.allocator}: ${found.rule}`,
      "",
      "```",
      ...stepLines(found, PLAIN),
      `    expected ${found.expected}`,
      `    found    ${found.found}`,
      "```",
      "",
    ]),
  ];
}

/** The drawings of the page, by their paths from it on. */
export function bootDrawings(told: readonly Told[]): ReadonlyMap<string, string> {
  return new Map(told.map(({ drawing, timeline }) => [drawing, bootSvg(timeline)]));
}
