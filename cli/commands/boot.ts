/** `allocheck boot`: one boot, step by step, and who holds the RAM after each. */
import { type Command, Option } from "commander";
import { probeFile, writeWhole } from "../../counterexamples/write-whole.js";
import { Misuse } from "../../model/words/misuse.js";
import { quoted } from "../../model/words/wording.js";
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
import type { Output } from "../output/output.js";
import { send } from "../output/output.js";
import { stdoutColumns } from "../output/terminal.js";

const EXAMPLES: readonly Example[] = [
  ["boot", "a machine of 192 MB, mounts below /run"],
  ["boot --mounts elsewhere", "the same, and the unpacked files stay"],
  ["boot --as solaya --json", "the archive is never given back; for programs"],
  ["boot --reporter svg:boot.svg", "a drawing as well"],
];

interface Flags extends BootOptions {
  readonly reporter?: readonly Report[];
  readonly json?: boolean;
  readonly color: boolean;
}

type Report = Output | { readonly reporter: "svg"; readonly file: string };

/** Adds the command; `finish` gets the exit code: 0 when the boot was told, however it ended. */
export function addBoot(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("boot")
    .summary("tell a boot: who holds the RAM, and when it comes back")
    .description("Runs one boot on the allocators and tells after each step who holds each part of RAM.")
    .argument("[boot.json|boot.ts]", "a file that says the options; those of the command line win");
  for (const name of SIZE_NAMES) {
    const { help, standard, assumed } = SIZES[name];
    const text =
      standard === null ? help : `${help}; ${standard} when not given${assumed ? ", an assumption" : ""}`;
    command.addOption(new Option(`${flagOf(name)} <SIZE>`, text));
  }
  command
    .option("--retain", "retain_initrd; for solaya, somebody stashes the slice")
    .option("--unpack-fails", "the unpacking fails half-way")
    .option(
      "--mounts <WHERE>",
      `${MOUNTS.join(" or ")}: where the script mounts; ${MOUNTS[0]} when not given`,
    )
    .option("--as <FLAVOUR>", `${FLAVOURS.join(", ")}; ${FLAVOURS[0]} when not given`)
    .addOption(
      new Option("--reporter <NAME[:FILE]>", "text, json, or svg:FILE; repeats").argParser(
        (text, before: readonly Report[] | undefined) => [...(before ?? []), reportOf(text)],
      ),
    )
    .option("--json", "short for --reporter json")
    .option("--no-color", "no colour")
    .action(async (file: string | undefined, { reporter = [], json = false, color, ...said }: Flags) => {
      const timeline = tell({ ...(file === undefined ? {} : await readBoot(file)), ...said });
      const drawings = reporter.flatMap((report) => (report.reporter === "svg" ? [report.file] : []));
      const outputs = reporter.flatMap((report) => (report.reporter === "svg" ? [] : [report]));
      if (json) outputs.push({ reporter: "json", file: null });
      if (outputs.filter((output) => output.file === null).length > 1)
        throw new Misuse("bad-option", "two reporters write to stdout", "give one of them a file");
      if (!outputs.some((output) => output.file === null)) outputs.push({ reporter: "text", file: null });
      for (const place of [...drawings, ...outputs.flatMap((output) => output.file ?? [])]) probeFile(place);
      for (const place of drawings) writeWhole(place, bootSvg(timeline));
      const answered = {
        json: { ...timeline },
        lines: (style: Parameters<typeof bootLines>[1]) => bootLines(timeline, style, stdoutColumns()),
      };
      finish(send(outputs, answered, color) ? 0 : 2);
    });
  addExamples(command, EXAMPLES);
}

function reportOf(text: string): Report {
  const [name, ...rest] = text.split(":");
  const file = rest.length === 0 ? null : rest.join(":");
  if (file === "") throw new Misuse("bad-option", `--reporter ${text} names no file`, `write ${name}:FILE`);
  if (name === "svg") {
    if (file !== null) return { reporter: name, file };
    throw new Misuse("bad-option", "a drawing goes to a file", "write svg:FILE");
  }
  if (name === "text" || name === "json") return { reporter: name, file };
  throw new Misuse(
    "unknown-reporter",
    `there is no reporter ${quoted(name ?? "")}`,
    "use text, json or svg:FILE",
  );
}
