/** Rootfs in its own scope, whole: the numbers are those of a run, and change with the rules alone. */
import { expect, test } from "vitest";
import { allocatorNamed } from "../../cli/targets/names.js";
import { runTo } from "../../explore/check/check.js";
import { firstScope } from "../../explore/rule-book/rule-scope.js";
import { programOf } from "../../testing/commands.js";

const runOf = (name: string) => {
  const definition = allocatorNamed(name);
  return runTo({ definition, scope: firstScope(definition), canAlways: true });
};

test.each([
  ["rootfs-linux", { states: 4991, tried: 121_476, transitions: 20_701, depth: 17 }],
  ["rootfs-in-place", { states: 6444, tried: 167_684, transitions: 28_975, depth: 17 }],
] as const)(
  "%s closes, with nothing vacuous, and all but what lies below mounts comes back",
  (name, counts) => {
    const run = runOf(name);
    expect(run).toMatchObject({ verdict: "holds", closed: true, ...counts });
    expect(run.notExercised.filter(({ possible }) => possible)).toEqual([]);
    expect(run.lookedBack?.forEver.map(({ holder }) => holder)).toEqual(["out-of-reach"]);
  },
);

const WAY = ["alloc()", "end-boot()", "create-file(1)"];
const READ = ["place-initrd(0)", "reserve-initrd()", "end-boot()", "unpack-initrd()", "end-unpack(files)"];

// What is asked of rootfs, each by the shortest way in which a version without it shows.
test.each([
  ["rootfs-linux-frees-open", "used-files-kept", [...WAY, "open-file(1)", "switch-root()"]],
  ["rootfs-linux-forgets-loops", "used-files-kept", [...WAY, "attach-loop(1)", "switch-root()"]],
  ["rootfs-linux-crosses-mounts", "mounted-files-kept", [...WAY, "mount-over(1)", "switch-root()"]],
  ["rootfs-in-place-frees-shown", "free-initrd/inserted", [...READ, "show-file(0)", "free-initrd()"]],
  [
    "rootfs-in-place-takes-copies-for-shown",
    "free-initrd/legal",
    ["alloc()", ...READ, "create-file(1)", "free-initrd()"],
  ],
])("%s is caught under %s", (name, rule, program) => {
  const [found] = runOf(name).counterexamples;
  expect(found?.rule).toBe(rule);
  expect(found && programOf(found)).toEqual(program);
});
