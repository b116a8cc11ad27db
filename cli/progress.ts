/** How far a search is, on stderr: one line that is rewritten on a terminal, one line a level elsewhere. */
import { grouped } from "../report/table.js";
import type { Standing } from "./worker-messages.js";

const REDRAW_MILLISECONDS = 200;
/** A search shorter than this says nothing. */
const QUIET_MILLISECONDS = 1000;

export class Progress {
  private readonly started = performance.now();
  private drawn = 0;
  private level = 0;

  constructor(private readonly wanted: boolean) {}

  /** Says where the search is, where there is something new to say. */
  show({ level, states }: Standing): void {
    const now = performance.now();
    if (!this.wanted || now - this.started < QUIET_MILLISECONDS) return;
    const seconds = (now - this.started) / 1000;
    const text = `level ${level}  ${grouped(states)} states  ${seconds.toFixed(0)} s`;
    if (process.stderr.isTTY) {
      if (now - this.drawn < REDRAW_MILLISECONDS) return;
      this.drawn = now;
      process.stderr.write(`\r\u001b[2K${text}`);
    } else if (level > this.level) {
      this.level = level;
      process.stderr.write(`${text}\n`);
    }
  }

  /** Clears the line. */
  end(): void {
    if (this.drawn > 0) process.stderr.write("\r\u001b[2K");
  }
}
