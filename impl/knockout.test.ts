/**
 * Deletes each condition of each refusal of the sound allocators, one at a time, and runs the main job:
 * it must fail. A condition that can go unnoticed is one the checker does not check.
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { ScopeOptions } from "../model/words/scope.js";
import { type CopyCheck, IMPL, implText, KnockedOut } from "../testing/knocked-out.js";

/** One condition, as it stands in the compiled file, and what is left without it. */
interface Knockout {
  readonly file: string;
  readonly name: string;
  readonly at: number;
  readonly text: string;
  readonly without: string;
}

/** The rooms of the sound allocators, but for memblock, which has a test of its own at night. */
const ROOMS = ["parts", "frames", "blocks", "provenance"];
const SOUND_FILES = ROOMS.flatMap((room) =>
  readdirSync(join(IMPL, room))
    .filter((name) => name.endsWith(".js") && !name.endsWith(".test.js"))
    .map((name) => `${room}/${name}`),
);

/** Where a file lies. */
function pathOf(name: string): string {
  const path = SOUND_FILES.find((file) => basename(file) === name);
  if (path === undefined) throw new Error(`no room has ${name}`);
  return path;
}

/** Which allocators a file is part of; those of frames alone where none are named. */
const PART_OF: Readonly<Record<string, readonly string[]>> = {
  "arguments.js": ["pages", "boot-bitmap", "buddy", "bump", "bootmem"],
  "pages.js": ["pages"],
  "boot-bitmap.js": ["boot-bitmap"],
  "buddy.js": ["buddy"],
  "bump.js": ["bump"],
  "bootmem.js": ["bootmem"],
  "extents.js": ["extents"],
};

/** Files of allocators that take no argument from outside the pool, and in what scope to check which. */
const CHECKED_AS: Readonly<Record<string, ScopeOptions & { readonly allocator: string }>> = {
  "lender.js": { allocator: "lender", frames: 3, slices: 2 },
  "handles.js": { allocator: "capabilities", frames: 3 },
  "capabilities.js": { allocator: "capabilities", frames: 3 },
  "generations.js": { allocator: "generations", frames: 3 },
  "zeroing.js": { allocator: "zeroing", frames: 3, slices: 2 },
  "edges.js": { allocator: "edges", frames: 2, units: 2, slices: 2 },
  "claims.js": { allocator: "claims", frames: 3, slices: 2 },
  "zoned.js": { allocator: "zoned", frames: 3, slices: 1 },
};

/** Every `if (condition) return reasons.REASON`, found in the files, so that none can be forgotten. */
function refusals(file: string): Knockout[] {
  const source = implText(file);
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
  const source = implText(pathOf(file));
  const at = source.indexOf(text);
  if (at < 0 || source.indexOf(text, at + 1) >= 0) throw new Error(`${file} must hold once: ${text}`);
  return { file: pathOf(file), name, at, text, without };
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

const copies = new KnockedOut();
afterAll(() => copies.end());

/** Arguments from outside the pool are for those who look at them; a smaller scope then suffices. */
function targetsFor(file: string): CopyCheck[] {
  const own = CHECKED_AS[basename(file)];
  if (own !== undefined) return [{ file: pathOf(`${own.allocator}.js`), ...own }];
  const names = PART_OF[basename(file)];
  const bounds = names === undefined ? {} : { modules: ["foreign"] as const, slices: 1 };
  return (names ?? ["bitmap", "free-list"]).map((allocator) => ({
    file: pathOf(`${allocator}.js`),
    allocator,
    ...bounds,
  }));
}

test.each(["bitmap.js", ...Object.keys(PART_OF), ...Object.keys(CHECKED_AS)])(
  "the copy as it is passes: %s",
  async (file) => {
    expect(await copies.check(targetsFor(file))).toEqual([]);
  },
);

/** A check of something else than the copy would find nothing: that of memblock is run at night alone. */
test.each([
  ["parts/slices.js", "frames/bitmap.js", "bitmap"],
  ["memblock/search.js", "memblock/definition.js", "memblock"],
])("what is changed is what is checked: %s", async (file, of, allocator) => {
  const change = { file, text: `${implText(file)}\nthrow new Error("met");` };
  await expect(copies.check([{ file: of, allocator, frames: 1 }], change)).rejects.toThrow("met");
});

test.each(KNOCKOUTS)(
  "without $name ($file) the main job fails",
  async ({ file, at, text, without, name }) => {
    const source = implText(file);
    const changed = source.slice(0, at) + without + source.slice(at + text.length);
    const rules = await copies.check(targetsFor(file), { file, text: changed });
    expect(rules).not.toEqual([]);
    if (process.env["ALLOCHECK_KNOCKOUT_TABLE"])
      process.stdout.write(`${file} | ${name} | ${rules.join(", ")}\n`);
  },
);
