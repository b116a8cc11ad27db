/**
 * Deletes each condition of each refusal of the sound allocators, one at a time, and runs the main job:
 * it must fail. A condition that can go unnoticed is one the checker does not check.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "../explore/verdict.js";
import { ROOT } from "../testing/read.js";

/** One condition, as it stands in the compiled file, and what is left without it. */
interface Knockout {
  readonly file: string;
  readonly name: string;
  readonly at: number;
  readonly text: string;
  readonly without: string;
}

const IMPL = join(ROOT, "dist/impl");
const SOUND_FILES = readdirSync(IMPL).filter(
  (name) => name.endsWith(".js") && !name.endsWith(".test.js") && !name.endsWith("-as-is.js"),
);

/** Which allocators a file is part of; those of frames alone where none are named. */
const PART_OF: Readonly<Record<string, readonly string[]>> = {
  "arguments.js": ["pages", "boot-bitmap", "buddy", "bump", "bootmem"],
  "pages.js": ["pages"],
  "boot-bitmap.js": ["boot-bitmap"],
  "buddy.js": ["buddy"],
  "bump.js": ["bump"],
  "bootmem.js": ["bootmem"],
};

/** Files of allocators that take no argument from outside the pool, and what to check. */
const CHECKED_AS: Readonly<Record<string, readonly string[]>> = {
  "lender.js": ["lender", "--frames", "3", "--slices", "2"],
  "handles.js": ["capabilities", "--frames", "3"],
  "capabilities.js": ["capabilities", "--frames", "3"],
  "generations.js": ["generations", "--frames", "3"],
  "zeroing.js": ["zeroing", "--frames", "3", "--slices", "2"],
  "edges.js": ["edges", "--frames", "2", "--units", "2", "--slices", "2"],
  "claims.js": ["claims", "--frames", "3", "--slices", "2"],
};

/** Every `if (condition) return reasons.REASON`, found in the files, so that none can be forgotten. */
function refusals(file: string): Knockout[] {
  const source = readFileSync(join(IMPL, file), "utf8");
  return [...source.matchAll(/if \((.*)\)\s+return reasons\.(\w+);/g)].map((match) => ({
    file,
    name: `${match[2]} when ${match[1]}`,
    at: match.index,
    text: match[0],
    without: ";",
  }));
}

/** Conditions of refusals that have another form. */
function part(file: string, name: string, text: string, without: string): Knockout {
  const source = readFileSync(join(IMPL, file), "utf8");
  const at = source.indexOf(text);
  if (at < 0 || source.indexOf(text, at + 1) >= 0) throw new Error(`${file} must hold once: ${text}`);
  return { file, name, at, text, without };
}

const KNOCKOUTS: readonly Knockout[] = [
  ...SOUND_FILES.flatMap(refusals),
  part("frame-table.js", "NO_SUCH_SLICE when remove finds none", " : reasons.NO_SUCH_SLICE", " : ACCEPTED"),
  part("slices.js", "remove: the start is the same", "bytes[i] !== start || ", ""),
  part("slices.js", "remove: the count is the same", " || bytes[i + 1] !== count", ""),
  part("slices.js", "overlap: the slice begins before the range ends", "bytes[i] < start + count && ", ""),
  part(
    "slices.js",
    "overlap: the range begins before the slice ends",
    " && start < bytes[i] + bytes[i + 1]",
    "",
  ),
];

let copy = "";

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "allocheck-knockout-"));
  cpSync(join(ROOT, "dist"), join(copy, "dist"), { recursive: true });
  cpSync(join(ROOT, "package.json"), join(copy, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Arguments from outside the pool are for those who look at them; a smaller scope then suffices. */
function argumentsFor(file: string): readonly string[] {
  const own = CHECKED_AS[file];
  if (own !== undefined) return own;
  const names = PART_OF[file];
  return names === undefined
    ? ["bitmap", "free-list"]
    : [...names, "--alphabet", "foreign", "--slices", "1", "--workers", "1"];
}

function check(file: string): { readonly status: number | null; readonly rules: readonly string[] } {
  const { NODE_V8_COVERAGE: _, ...env } = process.env; // the copy is not what coverage is about
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(copy, "dist/cli/main.js"), "check", ...argumentsFor(file), "--json", "--quiet"],
    { encoding: "utf8", env, timeout: 30_000 }, // a version that never answers is no finding
  );
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly Run[] };
  return { status, rules: runs.flatMap((run) => run.counterexamples.map(({ rule }) => rule)) };
}

test.each(["bitmap.js", ...Object.keys(PART_OF), ...Object.keys(CHECKED_AS)])(
  "the copy as it is passes: %s",
  (file) => {
    expect(check(file)).toEqual({ status: 0, rules: [] });
  },
);

test.each(KNOCKOUTS)("without $name ($file) the main job fails", ({ file, at, text, without, name }) => {
  const path = join(copy, "dist/impl", file);
  const source = readFileSync(path, "utf8");
  try {
    writeFileSync(path, source.slice(0, at) + without + source.slice(at + text.length));
    const { status, rules } = check(file);
    expect(status).toBe(1);
    if (process.env["ALLOCHECK_KNOCKOUT_TABLE"])
      process.stdout.write(`${file} | ${name} | ${rules.join(", ")}\n`);
  } finally {
    writeFileSync(path, source);
  }
});
