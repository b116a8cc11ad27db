/** The reports of a check: each event goes to every reporter, and what they say to where it was asked for. */
import { writeWhole } from "../../counterexamples/write-whole.js";
import type { Misuse } from "../../model/basics/misuse.js";
import { printable } from "../../model/basics/wording.js";
import { PLAIN } from "../../report/lines/style.js";
import { type CheckEvent, isTable } from "../../report/reporters/event.js";
import type { Reporter, ReporterKind, Wanted } from "../../report/reporters/reporter.js";
import { stdoutStyle, troubleOf } from "./output.js";
import { toStdout } from "./terminal.js";

/** A reporter of a check and where its report goes. */
interface Place {
  readonly file: string | null;
  readonly kind: ReporterKind;
}

/** What such a reporter has said. */
interface Report extends Place {
  readonly reporter: Reporter;
  readonly text: string[];
}

export class Reports {
  private readonly reports: readonly Report[];
  /** Whether there is one target, and whether one could not be checked. */
  private single = false;
  private failed = false;

  /** `clear` makes room on a terminal for what is to be written. */
  constructor(
    places: readonly Place[],
    { color, ...wanted }: Omit<Wanted, "style"> & { readonly color: boolean },
    private readonly clear: () => void,
  ) {
    this.reports = places.map(({ file, kind }) => {
      const style = file === null ? stdoutStyle(color) : PLAIN;
      return { file, kind, reporter: kind.make({ ...wanted, style }), text: [] };
    });
  }

  /** What is for stdout is written at once. */
  tell(event: CheckEvent): void {
    if (event.kind === "begin") this.single = !isTable(event);
    if (event.kind === "failure") this.failed = true;
    for (const { file, kind, reporter, text } of this.reports) {
      if (file === null && kind.leavesErrors === true && this.single && this.failed) continue;
      const said = reporter(event);
      if (said === "") continue;
      if (file !== null) text.push(said);
      else {
        this.clear();
        toStdout(said);
      }
    }
  }

  /** Writes the files, each whole or not at all; returns what could not be written. */
  close(): Misuse[] {
    return this.reports.flatMap(({ file, text }) =>
      file === null ? [] : troubleOf(() => writeWhole(file, printable(text.join("")))),
    );
  }
}
