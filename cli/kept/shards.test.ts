/** A check that is split among machines comes to what one machine comes to, or says what does not fit. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAIN, plainEnv, served } from "../../testing/cli.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { sampleRun } from "../../testing/samples.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { jobsOf } from "../input/jobs.js";
import { split } from "../input/shards.js";
import type { Job } from "../workers/messages.js";
import { BLOB_FORMAT, type Blob, Blobs } from "./blob.js";
import { readBlobs } from "./read-blobs.js";
import { sealed } from "./sealed.js";

const TINY = ["--frames", "2", "--owners", "1", "--slices", "1", "--workers", "1", "--quiet", "--no-windows"];
const TARGETS = ["bitmap", "free-list", "bitmap-frees-twice", "bump", "bitmap-as-is", "free-list", "edges"];

/** A JSON report without what differs from one time to the next. */
function unmeasured(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => (key === "measured" ? undefined : value));
}

test("five shards in processes of their own merge to what one run says, in the order of one run", async () => {
  const directory = temporaryDirectory();
  const shards = [1, 2, 3, 4, 5].map(async (index) => {
    const args = ["check", ...TARGETS, ...TINY, "--shard", `${index}/5`, "--reporter", `blob:${directory}`];
    const child = spawn(process.execPath, [MAIN, ...args], { env: plainEnv(), stdio: "ignore" });
    return ((await once(child, "exit")) as [number])[0];
  });
  const codes = await Promise.all(shards);
  expect(codes.sort()).toEqual([0, 0, 0, 0, 1]);
  const merged = await inProcess(["merge", directory, "--json"]);
  const whole = await inProcess(["check", ...TARGETS, ...TINY, "--json"]);
  expect(merged.code).toBe(1);
  expect(whole.code).toBe(1);
  expect(unmeasured(merged.stdout)).toEqual(unmeasured(whole.stdout));
  const text = await inProcess(["merge", directory]);
  expect(text.stdout).toMatch(/\n7 runs: 6 holds, 1 broken, [\d.]+ s\n$/);
  const lines = (await inProcess(["merge", directory, "--reporter", "jsonl"])).stdout.trimEnd().split("\n");
  const told = lines.map((line) => JSON.parse(line) as { readonly kind: string; readonly number: number });
  expect(told.filter(({ kind }) => kind === "run").map(({ number }) => number)).toEqual([
    1, 2, 3, 4, 5, 6, 7,
  ]);
});

test("the split is a partition, depends on the list alone, and is about even", () => {
  const scopes = [2, 3, 4, 5, 6].flatMap((frames) =>
    jobsOf(["bitmap", "lender", "./mine.ts"], { frames }, null),
  );
  const jobs = [...scopes, ...jobsOf(["memblock"], {}, null)];
  const parts = split(jobs, 4);
  expect(parts.flat().sort((a, b) => a - b)).toEqual(jobs.map((_, i) => i + 1));
  expect(split(structuredClone(jobs) as Job[], 4)).toEqual(parts);
  // The one that is larger than all others together has a shard for itself.
  const isLargest = ({ target, scope }: Job) =>
    "name" in target && target.name === "lender" && scope.frames === 6;
  const largest = 1 + jobs.findIndex(isLargest);
  expect(parts).toContainEqual([largest]);
  const small = jobsOf(
    Array.from({ length: 10 }, () => "bitmap"),
    {},
    null,
  );
  expect(split(small, 4).map(({ length }) => length)).toEqual([3, 3, 2, 2]);
  expect(split(small.slice(0, 2), 4)).toEqual([[1], [2], [], []]);
});

const MINE = `
  import { defineAllocator } from "${ROOT}dist/bundle/index.js";
  import { TAKEN } from "./helper.mjs";
  const make = ({ frames }) => {
    const state = new Uint8Array(frames);
    const alloc = () => {
      const frame = state.indexOf(0);
      return frame < 0 ? -9 : ((state[frame] = TAKEN), frame);
    };
    return { state, alloc, free: (frame) => (state[frame] === 0 ? -10 : (state[frame] = 0)) };
  };
  export default defineAllocator({ name: "mine", make });
`;

/** Two shards of a check of files and of one with findings on record, in a directory of their own. */
async function twoShards(): Promise<{ readonly blobs: string; readonly files: readonly string[] }> {
  const directory = temporaryDirectory();
  const [mine, blobs, known] = ["mine.mjs", "blobs", "known"].map((name) => join(directory, name));
  writeFileSync(mine!, MINE);
  writeFileSync(join(directory, "helper.mjs"), "export const TAKEN = 1;");
  mkdirSync(known!);
  await inProcess(["check", "bitmap-frees-twice", ...TINY, "--all", "--save", known!]);
  for (const index of [1, 2]) {
    const line = ["check", mine!, "bitmap-frees-twice", "bitmap", ...TINY, "--known", known!];
    const shard = ["--shard", `${index}/2`, "--reporter", `blob:${blobs}`];
    expect((await inProcess([...line, ...shard])).code).toBe(0);
  }
  return { blobs: blobs!, files: readdirSync(blobs!).map((name) => join(blobs!, name)) };
}

test("what does not fit together is a misuse that says what and what to do", async () => {
  const { blobs, files } = await twoShards();
  const [first, second] = readBlobs([blobs]).map(({ blob }) => blob) as [Blob, Blob];
  const [one = "", two = ""] = files;
  const text = readFileSync(two, "utf8");
  const merged = async (parts: Partial<Blob> = {}) => {
    writeFileSync(two, sealed(BLOB_FORMAT, { ...second, ...parts }));
    const { code, stdout, stderr } = await inProcess(["merge", blobs]);
    return { code, said: `${stdout}${stderr}`.replaceAll(`${blobs}/`, "") };
  };
  const whole = await merged();
  expect(whole.code).toBe(0);
  expect(whole.said).toMatch(/\n3 runs: 2 holds, 1 broken as known, /);
  // Every shard knows the file that the other one ran, and what it imports where it ran it itself.
  const helper = Object.keys(second.files).concat(Object.keys(first.files));
  expect(helper.filter((name) => name.endsWith("helper.mjs"))).toHaveLength(1);
  const { tool, jobs, known } = second;
  const name = Object.keys(second.files).find((each) => each.endsWith("mine.mjs"))!;
  const [record = ""] = Object.keys(known);
  const [job, ...others] = jobs as [Job, ...Job[]];
  const misfits: readonly (readonly [Partial<Blob>, string])[] = [
    [{ shard: { index: 1, of: 2 } }, "shard 1 of 2 is there twice: shard-1-of-2.json and shard-2-of-2.json;"],
    [{ shard: { index: 2, of: 3 } }, "shard-1-of-2.json is one of 2 shards, shard-2-of-2.json one of 3;"],
    [
      { tool: { ...tool, version: "0.0.1" } },
      "shard-2-of-2.json was written by allocheck 0.0.1, and is read",
    ],
    [{ tool: { ...tool, build: "0" } }, `was written by another build of allocheck ${tool.version}, and`],
    [{ jobs: [{ ...job, contract: "strict" }, ...others] }, "are of two checks: they differ in run 1;"],
    [{ jobs: [job, { ...job, suspicion: 7 }, ...others.slice(1)] }, "differ in run 2;"],
    [{ jobs: [...jobs, job] }, "are of two checks: they differ in run 4;"],
    [{ files: { [name]: "0" } }, `mine.mjs was not the same for shard-1-of-2.json and shard-2-of-2.json;`],
    [{ known: { [record]: "0" } }, "know different findings (--known);"],
  ];
  for (const [parts, said] of misfits) {
    const misfit = await merged(parts);
    expect(misfit.said).toContain(said);
    expect(misfit.code).toBe(2);
  }
  writeFileSync(two, text.replace('"states":', '"states":1'));
  expect((await inProcess(["merge", blobs])).stderr).toContain("shard-2-of-2.json is not as it was written;");
  writeFileSync(two, "{}");
  expect((await inProcess(["merge", blobs])).stderr).toContain("is not a blob of allocheck;");
  rmSync(two);
  const missing = await inProcess(["merge", blobs]);
  expect(missing.stderr).toContain("shard 2 of 2 is missing; run it with the same options");
  copyFileSync(one, two);
  expect((await inProcess(["merge", blobs])).stderr).toContain("shard 1 of 2 is there twice");
  const json = await inProcess(["merge", blobs, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: "shard-twice" } });
  expect((await inProcess(["merge", join(blobs, "none")])).stderr).toContain("none does not exist;");
});

test("a shard without runs is told as one, and what cannot be checked is not lost in the merge", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "broken.mjs"), "export default 7;");
  for (const [index, code] of [
    [1, 0],
    [2, 2],
    [3, 0],
  ] as const) {
    const line = [
      "check",
      "bitmap",
      "./broken.mjs",
      ...TINY,
      "--shard",
      `${index}/3`,
      "--reporter",
      "blob:b",
    ];
    const shard = await served(line, { cwd: directory, env: { GITHUB_ACTIONS: "true" } });
    expect(shard.code).toBe(code);
    if (index === 3)
      expect(shard.stdout).toMatch(/^shard 3 of 3, 0 of 2 runs: nothing to check, [\d.]+ s\n$/);
    expect(shard.stderr).not.toContain("::error"); // whoever merges annotates, once
  }
  const merged = await served(["merge", "b"], { cwd: directory, env: { GITHUB_ACTIONS: "true" } });
  expect(merged.code).toBe(2);
  expect(merged.stdout).toMatch(/\n2 runs: 1 holds, 1 not checked, /);
  expect(merged.stderr).toContain("exports something else than an allocator; write: export default");
  expect(merged.stderr.match(/::error/g)).toHaveLength(1);
});

test("a shard that is cut off leaves a blob that says so", async () => {
  const directory = temporaryDirectory();
  const jobs = jobsOf(["bitmap", "bump"], {}, null);
  const blobs = new Blobs([directory], { shard: null, jobs, known: {}, loaded: new Set() });
  blobs.tell({ kind: "begin", version: "0.0.0", planned: ["bitmap", "bump"] });
  const run = sampleRun({ allocator: "bitmap" });
  const told = { number: 1, target: "bitmap", file: null, lines: {}, again: "", saved: [], known: [] };
  blobs.tell({ kind: "run", run, ...told });
  expect(blobs.close()).toEqual([]);
  const { code, stdout, stderr } = await inProcess(["merge", directory]);
  expect(code).toBe(3);
  expect(stdout).toContain("\nnot begun: bump\n");
  expect(stderr).toContain("allocheck: shard 1 of 1 was ended before it was done (");
  const broken = { ...run, verdict: "broken" } as const;
  blobs.tell({ kind: "run", ...told, run: broken, number: 2 });
  expect((await inProcess(["merge", directory, "--quiet"])).code).toBe(1); // the gravest
});

test.each([
  ["--shard 0/2", "--shard takes I/N with I from 1 to N, not 0/2; for example --shard 2/5"],
  ["--shard 3/2", "--shard takes I/N with I from 1 to N, not 3/2; for example --shard 2/5"],
  ["--shard half", "--shard takes I/N with I from 1 to N, not half; for example --shard 2/5"],
  ["--reporter blob", "--reporter blob names no directory; write blob:DIR"],
])("a mistyped %s is a misuse", async (options, said) => {
  const { code, stderr } = await inProcess(["check", "bitmap", ...options.split(" ")]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `allocheck: ${said}\n` });
});
