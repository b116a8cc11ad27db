/** What a check does by itself inside a step of GitHub Actions: annotations, and a summary. */
import { appendFileSync } from "node:fs";
import { cannotWrite } from "../../counterexamples/write-whole.js";
import { isMisuse, type Misuse } from "../../model/basics/misuse.js";
import { githubCommands, githubSummary } from "../../report/formats/github.js";
import type { Report } from "../../report/formats/report.js";
import { reportOf } from "../../report/reporters/ci.js";
import type { CheckEvent } from "../../report/reporters/event.js";
import { atTheEnd, type Reporter } from "../../report/reporters/reporter.js";
import { toStderr } from "./terminal.js";
import { VERSION } from "./version.js";

export class GithubStep {
  private readonly reporter: Reporter;
  private report: Report | null = null;

  /**
   * Outside of GitHub Actions it does nothing; where annotations were asked for, they go there alone. What
   * goes into a blob is annotated by who merges it, and not twice.
   */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly outputs: readonly { readonly reporter: string }[],
  ) {
    this.reporter = atTheEnd((whole) => {
      this.report = reportOf(whole);
      return "";
    });
  }

  tell(event: CheckEvent): void {
    if (this.env["GITHUB_ACTIONS"] === "true" && !this.goesTo("blob")) this.reporter(event);
  }

  /** Annotates what ends a check before there is a report of it, such as a file that cannot be loaded. */
  fail(error: unknown): void {
    if (this.env["GITHUB_ACTIONS"] !== "true" || !isMisuse(error)) return;
    const problems = [{ about: error.code, message: error.message }];
    toStderr(githubCommands({ version: VERSION, runs: [], problems }));
  }

  private goesTo(name: string): boolean {
    return this.outputs.some(({ reporter }) => reporter === name);
  }

  /** Writes both; returns what could not be written. The runner reads commands on stderr as on stdout. */
  close(): Misuse[] {
    const { report, env } = this;
    if (report === null) return [];
    if (!this.goesTo("github")) toStderr(githubCommands(report));
    const file = env["GITHUB_STEP_SUMMARY"];
    if (file === undefined || file === "") return [];
    try {
      appendFileSync(file, githubSummary(report)); // earlier commands of the step may have written some
      return [];
    } catch (error) {
      return [cannotWrite(file, error)];
    }
  }
}
