/** A reader of KTAP by the rules that kunit.py goes by, written apart from what writes it. */

/** A test as kunit.py sees it. */
export interface KtapTest {
  readonly name: string;
  readonly status: "passed" | "failed" | "skipped" | "crashed";
  readonly subtests: readonly KtapTest[];
  readonly log: readonly string[];
}

const START = /^\s*KTAP version ([0-9]+)$/;
const HEADER = /^\s*# Subtest: (.*)$/;
const PLAN = /^\s*1\.\.([0-9]+)/;
const RESULT = /^\s*(ok|not ok) ([0-9]+) (?:- )?([^#]*?)( # .*)?$/;
const SKIP = / # SKIP/;
const END = /List of all partitions:|Kernel panic - not syncing: VFS:|reboot: System halted/;

/** Reads a whole report; throws for whatever kunit.py would count as an error. */
export function parseKtap(text: string): KtapTest[] {
  const lines = text.trimEnd().split("\n");
  if (lines.some((line) => END.test(line))) throw new Error("the log ends early");
  let at = 0;
  const log = () => {
    const from = at;
    while (at < lines.length && ![START, HEADER, PLAN, RESULT].some((way) => way.test(lines[at]!))) at++;
    return lines.slice(from, at);
  };
  const version = () => {
    if (START.exec(lines[at] ?? "")?.[1] !== "1") throw new Error(`line ${at + 1}: no version`);
    at++;
  };
  const plan = () => {
    const count = PLAN.exec(lines[at] ?? "")?.[1];
    if (count === undefined || count === "0") throw new Error(`line ${at + 1}: no plan, or one of nothing`);
    at++;
    return Number(count);
  };
  const result = (number: number, name: string | null, subtests: KtapTest[], before: string[]): KtapTest => {
    const line = lines[at] ?? "";
    const [, ok, n, said = ""] = RESULT.exec(line) ?? [];
    if (Number(n) !== number) throw new Error(`line ${at + 1}: expected result ${number}: ${line}`);
    if (name !== null && said !== name) throw new Error(`line ${at + 1}: ${said} is not ${name}`);
    at++;
    const status = SKIP.test(line) ? "skipped" : ok === "ok" ? "passed" : "failed";
    return { name: said, status, subtests, log: before };
  };
  const test = (number: number): KtapTest => {
    const before = log();
    if (!START.test(lines[at] ?? "")) return result(number, null, [], before);
    version();
    const name = HEADER.exec(lines[at] ?? "")?.[1];
    if (name === undefined) throw new Error(`line ${at + 1}: no name`);
    at++;
    const count = plan();
    const subtests: KtapTest[] = [];
    for (let i = 1; i <= count; i++) {
      const one = test(i);
      if (one.name === name) throw new Error(`${name} would end at the subtest of its name`);
      subtests.push(one);
    }
    return result(number, name, subtests, log());
  };
  version();
  const count = plan();
  const tests = Array.from({ length: count }, (_, i) => test(i + 1));
  if (at !== lines.length) throw new Error(`line ${at + 1} is left over: ${lines[at]}`);
  return tests;
}
