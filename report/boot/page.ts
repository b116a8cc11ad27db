/** docs/boot.md: who holds the RAM from the boot loader to switch_root, from runs. */
import { PLAIN } from "../lines/style.js";
import { grouped } from "../lines/table.js";
import { bootSvg } from "./svg.js";
import { bootLines } from "./text.js";
import { framesAtEnd, HOLDERS, type HolderId, sizeOf, type Timeline, WHAT_RUNS } from "./timeline.js";

/** A boot of the page: its title, what it shows, and the name of its drawing. */
export interface Told {
  readonly title: string;
  readonly about: string;
  readonly drawing: string;
  readonly timeline: Timeline;
}

const PLAYERS: Readonly<
  Record<Exclude<HolderId, "free">, readonly [by: string, dead: string, back: string]>
> = {
  kernel: ["the boot loader", "never", "nobody"],
  tables: ["the kernel reserves them in memblock", "never", "nobody"],
  fdt: ["the boot loader", "no: it is kept", "nobody by default"],
  crashkernel: ["the command line", "never: it waits for a crash", "nobody"],
  initrd: ["the boot loader", "as soon as it is unpacked", "`free_initrd_mem`; in solaya nobody"],
  rootfs: ["`unpack_to_rootfs`, from the page allocator", "after switch_root", "who deletes the files"],
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
  "switch_root deletes the files of the old root. What is open or backs a loop device keeps its frames.",
] as const;

const MAIN = "boot-linux-generic.svg";

export function bootPage(told: readonly Told[]): string {
  return [
    "# Who holds the RAM, from the boot loader to switch_root",
    "",
    "Written by `allocheck docs boot`; do not edit. Each boot below was run.",
    "",
    WHAT_RUNS,
    "memblock is run with a number for each address of the boot, in their order, since it only compares them; " +
      "the buddy and solaya's allocator are run with every frame.",
    "",
    "## Three answers",
    "",
    ...told
      .filter(({ drawing }) => drawing === MAIN)
      .flatMap(({ timeline }) =>
        timeline.answers.flatMap(({ question, answer }) => [`**${question}** ${answer}`, ""]),
      ),
    "The unpacked files are another thing than the archive, with another owner: what `free_initrd_mem` gives back is " +
      "the packed bytes, what switch_root gives back is the copy.",
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
  ].join("\n");
}

/** The drawings of the page, by their paths from it on. */
export function bootDrawings(told: readonly Told[]): ReadonlyMap<string, string> {
  return new Map(told.map(({ drawing, timeline }) => [drawing, bootSvg(timeline)]));
}
