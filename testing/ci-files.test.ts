/** The files that are to be copied into a CI: they are what that CI takes, and what allocheck takes. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { inProcess } from "./in-process.js";
import { ROOT } from "./read.js";
import { temporaryDirectory } from "./temporary.js";
import { faultsOf } from "./workflow-faults.js";

const read = (name: string) => readFileSync(`${ROOT}${name}`, "utf8");
const WORKFLOWS = ["templates/allocheck.yml", "templates/shards-github.yml", "action.yml"];
const FILES = [...WORKFLOWS, "templates/gitlab.yml", "templates/shards-kubernetes.yaml"];

test.each(WORKFLOWS)("%s is what GitHub takes", (name) => {
  expect(faultsOf(read(name))).toEqual([]);
});

test.each([
  ["runs-on: ubuntu-latest", "", "job shard runs on nothing"],
  ["needs: shard", "needs: shards", "job merge needs shards"],
  ["matrix.shard }}/5", "matrix.part }}/5", "job shard names matrix.part"],
  ["!cancelled()", "!canceled()", "job shard names canceled("],
  ["matrix.shard }}/5", "matrix.shard }/5", "job shard leaves an expression open"],
  ["- run: npm ci", "- runs: npm ci", "job shard, step 3 has no key runs"],
  ["actions/checkout@v4", "actions/checkout", "job shard, step 1 uses actions/checkout of no version"],
  ["on: [push, pull_request]", "on: [pushes]", "there is no event pushes"],
  ["fail-fast: false", "fail-fast: false\n      fail-fast: true", "Map keys must be unique"],
])("a workflow with %s made %j is told of", (from, to, fault) => {
  const text = read("templates/shards-github.yml");
  expect(text).toContain(from);
  expect(faultsOf(text.replace(from, to)).join("\n")).toContain(fault);
});

test.each([
  ["      shell: bash\n", "", "the action, step 2 names no shell"],
  ["TARGETS --reporter", "{{ inputs.targets }} --reporter", "the action, step 3 builds its script"],
  ["inputs.node-version", "inputs.node", "the action names inputs.node"],
  ["inputs.options", "inputs.targets", "inputs.options is not used"],
])("an action with %s made %j is told of", (from, to, fault) => {
  expect(faultsOf(read("action.yml").replace(from, to)).join("\n")).toContain(fault);
});

/** The command lines of allocheck in a file, with what stands for something else filled in. */
function commandsIn(text: string): string[][] {
  const filled = text
    .replace(/\$\{\{ matrix\.shard \}\}/g, "2")
    .replace('"$((JOB_COMPLETION_INDEX + 1))/5"', "2/5")
    .replace(/\[npx, allocheck, merge, (\S+)\]/, "npx allocheck merge $1")
    .replace(/ \$(?:TARGETS|OPTIONS)\b/g, "");
  return [...filled.matchAll(/^(?!#).*npx allocheck (.+)$/gm)].map(([, line = ""]) => line.split(" "));
}

test.each([...FILES, "templates/merge-kubernetes.yaml"])(
  "what %s runs is what allocheck takes",
  async (name) => {
    const commands = commandsIn(read(name));
    expect(commands.length).toBeGreaterThan(0);
    for (const [command = "", ...args] of commands) {
      const { stdout } = await inProcess([command, "--help"]);
      for (const flag of args.filter((arg) => arg.startsWith("--"))) expect(stdout).toContain(`${flag} `);
      if (command !== "check") continue;
      expect(await inProcess(["check", ...args, "--print-config"])).toMatchObject({ code: 0, stderr: "" });
    }
  },
);

test.each(["templates/allocheck.yml", "action.yml", "templates/gitlab.yml"])(
  "%s keeps the report and the counterexamples that its check writes",
  (name) => {
    const text = read(name);
    const [args = []] = commandsIn(text);
    const report = args[args.indexOf("--reporter") + 1]?.replace("junit:", "");
    const saved = args[args.indexOf("--save") + 1];
    for (const file of [report, saved])
      expect(text.split("\n").map((line) => line.trim().split(/[/ ]/).at(-1))).toContain(file);
  },
);

test("the matrix has as many shards as each is told, and so has the Indexed Job", () => {
  const workflow = parse(read("templates/shards-github.yml")) as {
    readonly jobs: {
      readonly shard: { readonly strategy: { readonly matrix: { readonly shard: number[] } } };
    };
  };
  const { shard } = workflow.jobs.shard.strategy.matrix;
  expect(shard).toEqual([1, 2, 3, 4, 5]);
  expect(read("templates/shards-github.yml").match(/--shard \S+ \S+ \S+/)?.[0]).toMatch(/\}\}\/5$/);
});

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completions?: number;
    readonly completionMode?: string;
    readonly template?: {
      readonly spec: {
        readonly containers: readonly {
          readonly command: readonly string[];
          readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
        }[];
        readonly volumes: readonly {
          readonly name: string;
          readonly persistentVolumeClaim: { readonly claimName: string };
        }[];
      };
    };
  };
}

test("the pods of the Indexed Job are the shards, and what is no verdict is tried again", () => {
  const documents = parseAllDocuments(read("templates/shards-kubernetes.yaml"));
  const [claim, job] = documents.map((document) => document.toJS() as Manifest);
  const merge = parse(read("templates/merge-kubernetes.yaml")) as Manifest;
  expect([claim?.kind, job?.kind, merge.kind]).toEqual(["PersistentVolumeClaim", "Job", "Job"]);
  expect(job?.spec).toMatchObject({ completionMode: "Indexed", completions: 5, parallelism: 5 });
  for (const { spec } of [job!, merge]) {
    const { containers, volumes } = spec.template!.spec;
    expect(volumes[0]?.persistentVolumeClaim.claimName).toBe(claim?.metadata.name);
    expect(containers[0]?.volumeMounts).toEqual([{ name: volumes[0]?.name, mountPath: "/blobs" }]);
  }
  const [container] = job!.spec.template!.spec.containers;
  const bin = join(temporaryDirectory(), "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "npx"), '#!/bin/sh\necho "$@"\nexit $CODE\n');
  chmodSync(join(bin, "npx"), 0o755);
  const [program = "", ...args] = container!.command;
  const pod = (index: number, code: number) => {
    const env = { PATH: `${bin}:${process.env["PATH"]}`, JOB_COMPLETION_INDEX: `${index}`, CODE: `${code}` };
    return spawnSync(program, args, { env, encoding: "utf8" });
  };
  const said = [0, 1, 2, 3, 4].map((index) => pod(index, 0).stdout.trim());
  expect(said).toEqual([1, 2, 3, 4, 5].map((i) => `allocheck check --shard ${i}/5 --reporter blob:/blobs`));
  expect([0, 1, 3, 4, 2, 143, 137].map((code) => pod(0, code).status)).toEqual([0, 0, 0, 0, 2, 2, 2]);
  expect(merge.spec.template!.spec.containers[0]?.command).toEqual(["npx", "allocheck", "merge", "/blobs"]);
});
