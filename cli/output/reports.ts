/** The reports of a check: each event goes to every reporter, and what they say to where it was asked for. */
import { writeWhole } from "../../counterexamples/write-whole.js";
import type { Misuse } from "../../model/words/misuse.js";
import { printable } from "../../model/words/wording.js";
import { PLAIN } from "../../report/lines/style.js";
import type { CheckEvent } from "../../report/reporters/event.js";
import type { Reporter, Wanted } from "../../report/reporters/reporter.js";
import { type Place, stdoutStyle, troubleOf } from "./output.js";
import { toStdout } from "./terminal.js";

/** A reporter, where its report goes, and what it has said. */
interface Report {
  readonly file: string | null;
  readonly reporter: Reporter;
  readonly text: string[];
}

export class Reports {
  private readonly reports: readonly Report[];

  /** `clear` makes room on a terminal for what is to be written. */
  constructor(
    places: readonly Place[],
    { color, ...wanted }: Omit<Wanted, "style"> & { readonly color: boolean },
    private readonly clear: () => void,
  ) {
    this.reports = places.map(({ file, make }) => {
      const style = file === null ? stdoutStyle(color) : PLAIN;
      return { file, reporter: make({ ...wanted, style }), text: [] };
    });
  }

  /** What is for stdout is written at once. */
  tell(event: CheckEvent): void {
    for (const { file, reporter, text } of this.reports) {
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
