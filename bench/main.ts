/** `npm run bench`: every comparison in one run, side by side. */
import { writeFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { numberOption } from "../cli/input/number-option.js";
import { Misuse } from "../model/basics/misuse.js";
import { floorSection, modelRunSection, spinSection, testedSection } from "./comparisons.js";
import { modulesSection } from "./modules.js";
import { FULL, LONG, type Plan, QUICK } from "./plan.js";
import { plotOf, searchesIn } from "./plot.js";
import { resultsPage, thisMachine } from "./results.js";
import { growthSection, memorySection, workersSection } from "./scaling.js";
import { isMet, type Say, type Section } from "./section.js";
import { cpusSection } from "./several-cpus.js";

const EXAMPLES = `Examples:
  $ npm run bench                                 measure everything and print it
  $ npm run bench -- --only floor spin            measure two of the comparisons
  $ npm run bench -- --out bench/RESULTS.md --plot docs/scaling.svg
`;

const SECTIONS = {
  floor: floorSection,
  tests: testedSection,
  spin: spinSection,
  "fast-check": modelRunSection,
  growth: growthSection,
  memory: memorySection,
  workers: workersSection,
  modules: modulesSection,
  cpus: cpusSection,
} as const satisfies Record<string, (plan: Plan, say: Say) => Promise<Section>>;
type Name = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as Name[];

interface Options {
  readonly quick?: boolean;
  readonly long?: boolean;
  readonly rounds?: number;
  readonly only?: readonly string[];
  readonly out?: string;
  readonly plot?: string;
  readonly quiet?: boolean;
}

/** Measures, prints, writes what was asked for; returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = new Command("bench")
    .description("Measures allocheck against a floor written by hand, Spin, fast-check and itself.")
    .addHelpText("before", EXAMPLES)
    .option("--quick", "small scopes, one round: to see that the bench works")
    .option("--long", "with the search of more than 50 million states")
    .addOption(
      numberOption({ flag: "--rounds", value: "N", help: "rounds", least: 1, most: 99, whole: true }),
    )
    .option("--only <NAME...>", `some of the comparisons: ${NAMES.join(", ")}`)
    .option("--out <FILE>", "write the results to a file as well")
    .option("--plot <FILE>", "draw time and memory against states")
    .option("--quiet", "no progress on stderr")
    .exitOverride()
    .action(async (options: Options) => {
      code = await bench(options);
    });
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(error instanceof Misuse ? `${error.what}\n${error.remedy}\n` : `${error}\n`);
    return 2;
  }
  return code;
}

async function bench({ quick, long, rounds, only, out, plot, quiet }: Options): Promise<number> {
  const standard = quick === true ? QUICK : long === true ? LONG : FULL;
  const plan = { ...standard, rounds: rounds ?? standard.rounds };
  const sections: Section[] = [];
  for (const name of named(only)) {
    const say: Say = (text) => {
      if (quiet !== true) process.stderr.write(`${name}: ${text}\n`);
    };
    sections.push(await SECTIONS[name](plan, say));
  }
  const page = resultsPage(thisMachine(), plan, sections);
  process.stdout.write(page);
  if (out !== undefined) writeFileSync(out, page);
  if (plot !== undefined) writeFileSync(plot, plotOf(searchesIn(page)));
  if (!plan.judged) return 0;
  const missed = sections.flatMap(({ targets }) => targets).filter((target) => !isMet(target));
  for (const { what } of missed) process.stderr.write(`missed: ${what}\n`);
  return 0;
}

function named(only: readonly string[] = NAMES): Name[] {
  for (const name of only)
    if (!(NAMES as readonly string[]).includes(name))
      throw new Misuse("bad-option", `there is no comparison ${name}`, `use ${NAMES.join(", ")}`);
  return NAMES.filter((name) => only.includes(name));
}

process.exitCode = await main(process.argv.slice(2));
