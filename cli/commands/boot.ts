/** `allocheck boot`: one boot, step by step, and who holds the RAM after each. */
import { type Command, Option } from "commander";
import { writeWhole } from "../../counterexamples/write-whole.js";
import { Misuse } from "../../model/basics/misuse.js";
import { bootSvg } from "../../report/boot/svg.js";
import { bootLines } from "../../report/boot/text.js";
import {
  type BootOptions,
  FLAVOURS,
  flagOf,
  MOUNTS,
  readBoot,
  SIZE_NAMES,
  SIZES,
} from "../boot/description.js";
import { tell } from "../boot/story.js";
import { addExamples, type Example } from "../input/help.js";
import { type OutputOptions, outputsAmong, reporterOption } from "../input/options.js";
import { type Output, probePlaces, send } from "../output/output.js";
import { stdoutColumns } from "../output/terminal.js";

const EXAMPLES: readonly Example[] = [
  ["boot", "a machine of 192 MB, mounts below /run"],
  ["boot --mounts elsewhere", "the same, and the unpacked files stay"],
  ["boot --initrd 20477K@0xc08000 --fdt 64K@0x2007400 --as linux-arm", "the fdt in the initrd's last frame"],
  ["boot --as solaya --json", "the archive is never given back; for programs"],
  ["boot --reporter svg:boot.svg", "a drawing as well"],
];

const REPORTERS = ["text", "json", "svg"] as const;

type Flags = BootOptions & OutputOptions<"svg">;

/** Adds the command; `finish` gets the exit code: 0 when the boot was told, however it ended. */
export function addBoot(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("boot")
    .summary("tell a boot: who holds the RAM, and when it comes back")
    .description("Runs one boot on the allocators and tells after each step who holds each part of RAM.")
    .argument("[boot.json|boot.ts]", "a file that says the options; those of the command line win");
  for (const name of SIZE_NAMES) {
    const { help, standard, assumed, placed } = SIZES[name];
    const where = placed === null ? "" : `, ${placed} when no @ADDRESS follows`;
    const text = `${help}; ${standard} when not given${assumed ? ", an assumption" : ""}${where}`;
    command.addOption(new Option(`${flagOf(name)} <SIZE${placed === null ? "" : "[@ADDRESS]"}>`, text));
  }
  command
    .option("--retain", "retain_initrd; for solaya, somebody stashes the slice")
    .option("--unpack-fails", "the unpacking fails half-way")
    .option(
      "--mounts <WHERE>",
      `${MOUNTS.join(" or ")}: where the script mounts; ${MOUNTS[0]} when not given`,
    )
    .option("--as <FLAVOUR>", `${FLAVOURS.join(", ")}; ${FLAVOURS[0]} when not given`)
    .addOption(reporterOption(REPORTERS))
    .option("--json", "short for --reporter json")
    .option("--no-color", "no colour")
    .action(async (file: string | undefined, { reporter, json, color, ...said }: Flags) => {
      if (reporter?.some((output) => output.reporter === "svg" && output.file === null))
        throw new Misuse("bad-option", "a drawing goes to a file", "write svg:FILE");
      const all = outputsAmong(REPORTERS, { reporter: reporter ?? [], json: json ?? false, color });
      const timeline = tell({ ...(file === undefined ? {} : await readBoot(file)), ...said });
      probePlaces(all, undefined);
      const outputs = all.flatMap(({ reporter: name, file: place }): Output[] =>
        name === "svg" ? [] : [{ reporter: name, file: place }],
      );
      for (const { reporter: name, file: place } of all)
        if (name === "svg" && place !== null) writeWhole(place, bootSvg(timeline));
      const answered = {
        json: { ...timeline },
        lines: (style: Parameters<typeof bootLines>[1]) => bootLines(timeline, style, stdoutColumns()),
      };
      finish(send(outputs, answered, color) ? 0 : 2);
    });
  addExamples(command, EXAMPLES);
}
