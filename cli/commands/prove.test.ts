/** `prove` and `check --proved` on the command line, with a solver that says what it is told to say. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Answer, Solver } from "../../explore/proof/solver.js";
import { FORMULAS } from "../../model/modules/formulas.js";
import type { Formulas } from "../../model/rules/formulas.js";
import type { ModuleId } from "../../model/words/scope.js";
import { inProcess } from "../../testing/in-process.js";

const { find } = Solver;
const columns = process.env["COLUMNS"];

afterEach(() => {
  Solver.find = find;
  if (columns === undefined) delete process.env["COLUMNS"];
  else process.env["COLUMNS"] = columns;
});

/** A state of one frame, as z3 writes a model. */
const STATE: Answer = { kind: "some", model: "at.N -> 1\nat.held.0 -> true\nat.low -> 0\n" };

/** Lets a solver answer so, and counts what it is asked. */
function answering(answer: Answer): { asked: number; ended: number } {
  const counts = { asked: 0, ended: 0 };
  const does = {
    version: { value: "z3 0.0.0" },
    ask: {
      value: async () => {
        counts.asked++;
        return answer;
      },
    },
    interrupt: { value: () => {} },
    end: { value: () => counts.ended++ },
  };
  Solver.find = async () => Object.create(Solver.prototype, does);
  return counts;
}

const SMALL = ["--frames", "1", "--owners", "1", "--slices", "1", "--no-windows", "--no-cache", "--modules"];
const proofsIn = (stdout: string) => JSON.parse(stdout).proofs;

test("where z3 is absent there is a remedy, and nothing runs", async () => {
  Solver.find = async () => null;
  for (const args of [["prove"], ["check", "bitmap", "--proved"]]) {
    const { code, stdout, stderr } = await inProcess(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("a proof needs z3, which is not installed");
    expect(stderr).toContain("run npm install z3-solver");
  }
});

test("--smt2 writes every obligation, and needs no solver", async () => {
  Solver.find = async () => null;
  const directory = mkdtempSync(join(tmpdir(), "allocheck-prove-"));
  try {
    const file = join(directory, "core.smt2");
    expect(await inProcess(["prove", "--smt2", file])).toEqual({ code: 0, stdout: "", stderr: "" });
    const text = readFileSync(file, "utf8");
    expect(text).toContain("; Taken as given: what bounds a run");
    expect(text.match(/^\(check-sat\)$/gm)).toHaveLength(28);
    expect(text).toContain("; core: release keeps slices-in-reserved");
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("no state anywhere: all is kept, and no rule is needed", async () => {
  const counts = answering({ kind: "none" });
  const { code, stdout } = await inProcess(["prove", "--json"]);
  expect(code).toBe(0);
  const [proof, ...others] = proofsIn(stdout);
  expect(others).toEqual([]);
  expect(proof).toMatchObject({
    modules: ["core"],
    obligations: 28,
    unchanged: 6,
    open: [],
    solver: "z3 0.0.0",
    complete: true,
  });
  expect(proof.rules[0]).toEqual({ rule: "reserve/overlaps-reserved", keeps: [], unknown: [] });
  expect(counts.ended).toBe(1);
});

test("a state from which an invariant breaks ends with 1, and is told in 40 columns", async () => {
  answering(STATE);
  process.env["COLUMNS"] = "40";
  const { code, stdout } = await inProcess(["prove"]);
  expect(code).toBe(1);
  const lines = stdout.split("\n");
  expect(lines.filter((line) => line.length > 40 && /\S\s+\S/.test(line))).toEqual([]);
  const text = lines.map((line) => line.trim()).join(" ");
  expect(text).toContain("open: any number of frames, owners and slices: the rules keep 0 of 4 invariants");
  expect(text).toContain("release, slices-in-reserved: a state from which it breaks");
  expect(text).toContain("units 1, held(0), low 0");
});

test("what the solver gives up on is open, and ends with 3", async () => {
  answering({ kind: "unknown", because: "max. steps" });
  const { code, stdout } = await inProcess(["prove", "--json"]);
  expect(code).toBe(3);
  const [{ obligations, open }] = proofsIn(stdout);
  expect(obligations).toBe(6); // those of what a step leaves alone need no solver
  expect(open).toHaveLength(22);
  expect(open[0]).toMatchObject({ kind: "unknown", why: "z3 gave up: max. steps" });
});

test("a module without formulas is named, and ends with 3", async () => {
  answering({ kind: "none" });
  const formulas = FORMULAS as { [Id in ModuleId]?: Formulas }; // for a while
  const { chores } = formulas;
  try {
    delete formulas.chores;
    const { code, stdout } = await inProcess(["prove", "--modules", "chores"]);
    expect({ code, stdout }).toEqual({
      code: 3,
      stdout: "not covered: the module chores has no formulas yet\n",
    });
  } finally {
    if (chores !== undefined) formulas.chores = chores;
  }
});

test("a mistyped module is a misuse", async () => {
  const { code, stderr } = await inProcess(["prove", "--modules", "provenence"]);
  expect(code).toBe(2);
  expect(stderr).toContain("there is no module provenence");
});

test("beside a verdict it is made once for all runs of the same modules, told once, and changes none", async () => {
  const counts = answering(STATE);
  const directory = mkdtempSync(join(tmpdir(), "allocheck-proved-"));
  try {
    const file = join(directory, "run.json");
    const args = ["check", "bitmap", "free-list", ...SMALL, "core", "--proved", "--reporter", "text"];
    const { code, stdout } = await inProcess([...args, "--reporter", `json:${file}`]);
    expect(code).toBe(0);
    expect(stdout.match(/proved: any number of frames/g)).toHaveLength(1);
    expect(counts).toEqual({ asked: 22 + 18, ended: 1 });
    const { runs } = JSON.parse(readFileSync(file, "utf8"));
    expect(runs).toHaveLength(2);
    const config = join(directory, "it.config.mjs");
    const targets = [{ module: "bitmap", proved: true }, { module: "free-list" }];
    writeFileSync(config, `export default ${JSON.stringify({ targets })}`);
    const some = await inProcess(["check", ...SMALL, "core", "--config", config, "--reporter", "jsonl"]);
    expect(some.stdout.match(/"kind":"proved"/g)).toHaveLength(1);
    for (const { evidence } of runs) {
      expect(evidence).toMatchObject([{ kind: "proved", modules: ["core"], invariants: [], notCovered: [] }]);
      expect(evidence[0].open[0]).toEqual({
        invariant: "well-formed",
        why: "initially: a state from which it breaks",
      });
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
