/** The boot story: its figures follow from its options, and each frame is somebody's. */
import { describe, expect, test } from "vitest";
import { bootSvg } from "../../report/boot/svg.js";
import { bootLines } from "../../report/boot/text.js";
import { framesOf, type HolderId, type Timeline } from "../../report/boot/timeline.js";
import { PLAIN } from "../../report/lines/style.js";
import type { BootOptions } from "./description.js";
import { FLAVOURS, flagOf } from "./description.js";
import { tell } from "./story.js";

const MB = 256; // frames
/** Small, and in the proportions of a real one. */
const SMALL = { memory: "12M", kernel: "1M", initrd: "1M", unpacked: "3M", squashfs: "3M", system: "1M" };
/** The last frame of the archive is the first of the fdt. */
const SHARED = { ...SMALL, initrd: "1021K@2M", fdt: "64K@3069K" };

function atEnd(timeline: Timeline, id: HolderId): number {
  const last = timeline.moments.at(-1);
  return (last === undefined ? undefined : framesOf(last).get(id)) ?? 0;
}
const small = (options: BootOptions = {}) => tell({ ...SMALL, ...options });

/** Kernel, its page tables and the fdt, in frames: nobody gives these back. */
const STAYS = 1 * MB + 4 + 16;

describe("what is free at the end", () => {
  test("with mounts below /run: all but what stays, squashfs and the system", () => {
    expect(atEnd(small(), "free")).toBe(12 * MB - STAYS - 3 * MB - 1 * MB);
  });

  test("with mounts elsewhere: less the unpacked files", () => {
    expect(atEnd(small({ mounts: "elsewhere" }), "free")).toBe(12 * MB - STAYS - 3 * MB - 1 * MB - 3 * MB);
  });

  test("retained: less the archive", () => {
    expect(atEnd(small({ retain: true }), "free")).toBe(12 * MB - STAYS - 4 * MB - 1 * MB);
  });

  test("files behind loop devices stay", () => {
    expect(atEnd(small({ loopFiles: "2M" }), "rootfs")).toBe(2 * MB);
  });

  test("of a real machine, 192 MB with mounts elsewhere", () => {
    expect(atEnd(tell({ mounts: "elsewhere" }), "free")).toBe((192 - 12 - 66 - 66 - 18) * MB - 20);
  });
});

test("sizes that are assumed are told as options that give the same boot", () => {
  const told = small({ fdt: "64K", initrd: "1048577B", loopFiles: 0 });
  const said = [...(told.assumptions[0] ?? "").matchAll(/--([a-z]+) (\S+) \(/g)];
  const again = tell({ memory: "12M", ...Object.fromEntries(said.map(([, name, size]) => [name, size])) });
  expect(said.map(([, name, size]) => `${name} ${size}`)).toContain("initrd 1048577B");
  expect(again.moments).toEqual(told.moments);
});

test.each([
  {},
  { loopFiles: "1M" },
  { unpackFails: true },
  { initrd: "0" },
  { initrd: "20M" },
  { as: "solaya" },
  { as: "solaya", unpacked: "40M" },
])("what is assumed of a boot decides it, and no other size does: %j", (options: BootOptions) => {
  const told = small(options);
  for (const name of ["unpacked", "loopFiles", "squashfs", "system"] as const) {
    const other = small({ ...options, [name]: name === "unpacked" ? "2M" : "512K" });
    const isDecisive = JSON.stringify(other.moments) !== JSON.stringify(told.moments);
    expect([name, told.assumptions[0]?.includes(`${flagOf(name)} `)]).toEqual([name, isDecisive]);
  }
});

test.each([
  ["files unpacked", {}, "What still holds RAM after switch_root?"],
  ["a failed unpacking", { unpackFails: true }, "What still holds RAM at the end?"],
  ["no archive", { initrd: "0" }, "What still holds RAM at the end?"],
  ["an archive that is refused", { initrd: "20M" }, "What still holds RAM at the end?"],
  ["solaya", { as: "solaya" }, "What still holds RAM at the end?"],
])("with %s, a switch of the root is asked about where there was one", (_, options, question) => {
  const told = small(options);
  expect(told.answers[2]?.question).toBe(question);
  expect(told.moments.some(({ step }) => step === "switch_root")).toBe(question.includes("switch_root"));
});

test("what there is none of is neither held nor given back", () => {
  const answer = small({ initrd: "0", fdt: "0" }).answers[1]?.answer;
  expect(answer).toBe("The kernel stays (1.0 MB). There is no fdt. There is no initrd.");
});

describe("the packed archive", () => {
  test.each([
    ["linux-generic", 0],
    ["linux-arm", 0],
    ["linux-arm64", 0],
    ["solaya", 1 * MB],
    ["solaya-released", 0],
  ])("of %s: %d frames stay", (as, frames) => {
    const told = small({ as });
    expect(atEnd(told, "initrd")).toBe(frames);
    expect(told.findings).toEqual([]);
  });

  test("is not released while somebody stashes its slice", () => {
    const told = small({ as: "solaya-released", retain: true });
    expect(atEnd(told, "initrd")).toBe(1 * MB);
    expect(told.answers[0]?.answer).toContain("live-slice");
  });

  test("with the fdt in its last frame: given back outward it takes the fdt's, inward it keeps one", () => {
    expect(tell({ ...SHARED, as: "linux-arm" }).findings[0]).toMatch(
      /frame 767 is free, and fdt still has it/,
    );
    expect(tell({ ...SHARED, as: "linux-arm64" }).findings).toEqual([]);
    expect(small({ as: "linux-arm" }).findings).toEqual([]);
  });

  // As the kernel prints it (`arm_initrd_init`): the address rounded down, the size by whole frames.
  test.each([
    ["1M@11538K", "INITRD: 0x00b44000+0x00101000 is not a memory region - disabling initrd"],
    ["1M@0x40001", "INITRD: 0x00040000+0x00101000 overlaps in-use memory region - disabling initrd"],
    ["1M@13M", "INITRD: 0x00d00000+0x00100000 is not a memory region - disabling initrd"],
  ])("at %s is refused", (initrd, said) => {
    const told = small({ initrd });
    expect(told.findings).toEqual([said]);
    expect(atEnd(told, "free")).toBe(12 * MB - STAYS - 1 * MB);
  });

  test("at an odd address keeps its edge frames, and on 32-bit ARM gives them back", () => {
    const odd = { initrd: "1000001B@0x300123", fdt: "1001B@0x500801", kernel: "1000003B@0x8001" };
    const frames = Math.ceil((0x123 + 1_000_001) / 4096);
    expect(frames).toBe(245);
    const [inward, outward] = ["linux-arm64", "linux-arm"].map((as) => small({ as, ...odd }));
    expect(inward?.findings).toEqual([]);
    expect([inward, outward].map((told) => told && atEnd(told, "initrd"))).toEqual([2, 0]);
    expect(inward && outward && atEnd(outward, "free") - atEnd(inward, "free")).toBe(2);
  });

  test("over which the fdt lies is refused by nobody, and takes the fdt along", () => {
    const told = small({ initrd: "1M@2M", fdt: "64K@2560K" });
    expect(told.findings[0]).toBe("16 frames from 640 to 655 are free, and fdt still has them");
  });

  test("that does not fit is refused, and never given back", () => {
    const told = small({ initrd: "30M" });
    expect(told.findings[0]).toContain("not a memory region");
    expect(atEnd(told, "initrd")).toBe(0);
  });

  test("is there as well when the crash kernel finds no place", () => {
    const told = small({ crashkernel: "1M@512K" });
    expect(told.findings).toEqual(["crashkernel reservation failed - memory is in use"]);
    expect([atEnd(told, "crashkernel"), atEnd(told, "initrd")]).toEqual([0, 0]);
  });

  test("under the crashkernel is given back but for that", () => {
    const told = small({ crashkernel: "1M@4608K", initrd: "1M@4M" });
    expect(told.findings).toEqual([]);
    expect([atEnd(told, "crashkernel"), atEnd(told, "initrd")]).toEqual([1 * MB, 0]);
  });

  test("is given back when the unpacking fails", () => {
    expect(atEnd(small({ unpackFails: true }), "initrd")).toBe(0);
  });
});

test.each(FLAVOURS)("%s: after each step every frame is somebody's, once", (as) => {
  for (const { bands } of small({ as }).moments) {
    expect(bands[0]?.start).toBe(0);
    expect(bands.at(-1)?.end).toBe(12 * MB);
    for (const [i, { start }] of bands.slice(1).entries()) expect(start).toBe(bands[i]?.end);
  }
});

test.each([
  [{ memory: "5" }, "does not fit"],
  [{ memory: "much" }, "--memory takes a size"],
  [{ as: "linux-am" }, "--as takes"],
  [{ initrd: "20M@much" }, "20M@0x2008000 with its place"],
  [{ initrd: "20M@" }, "20M@0x2008000 with its place"],
  [{ system: "18M@1M" }, "--system takes a size such as 20M or 64K, not"],
  [{ kernel: "1M@1K" }, "page tables have no room"],
  [{ loopFiles: "99M" }, "more than these"],
  [{ fdt: "64K@1G" }, "the fdt does not lie in RAM"],
])("%o is no boot", (options, message) => {
  expect(() => tell(options)).toThrow(message);
});

test("40 columns are enough, and dead weight is hatched in the drawing", () => {
  const told = small({ mounts: "elsewhere" });
  expect(Math.max(...bootLines(told, PLAIN, 40).map((line) => line.length))).toBeLessThanOrEqual(40);
  expect(bootSvg(told)).toContain("url(#dead)");
  expect(bootSvg(small({ initrd: "0" }))).not.toContain("url(#dead)");
});

test("labels of low bands lie neither on each other nor below the drawing", () => {
  // Four holders in the lowest thousandth of memory, each dead weight and so each labelled.
  const low = (["kernel", "initrd", "rootfs", "squashfs"] as const).map((holder, i) => ({
    holder,
    start: 100 * i,
    end: 100 * (i + 1),
  }));
  const bands = [...low, { holder: "free", start: 400, end: 400_000 } as const];
  const dead = low.map(({ holder }) => holder);
  const moments = [{ step: "low", said: "", bands, dead }];
  const svg = bootSvg({ ...small({}), frames: 400_000, moments });
  const labels = [...svg.matchAll(/<text [^>]*y="([\d.]+)"[^>]*class="(?:on|light)"/g)].map(([, y]) =>
    Number(y),
  );
  expect(labels).toHaveLength(5);
  expect(Math.max(...labels)).toBeLessThan(400);
  const sorted = labels.toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((y, i) => y - sorted[i]!); // one fewer than labels
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(11);
});
