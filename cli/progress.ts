/** How far a search is, on stderr: one line that is rewritten on a terminal, one line a level elsewhere. */
import { plural } from "../model/wording.js";
import type { Standing } from "./worker-messages.js";

const REDRAW_MILLISECONDS = 200;
/** A search shorter than this says nothing. */
const QUIET_MILLISECONDS = 1000;

/** Where the lines go; as much of a stream as they need. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export class Progress {
  private name = "";
  private started = 0;
  private drawn = 0;
  private level = 0;

  constructor(
    private readonly wanted: boolean,
    private readonly to: Terminal = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** A run begins: its lines carry the name, and the clock and the levels start anew. */
  begin(name: string): void {
    this.name = name;
    this.started = this.now();
    this.drawn = 0;
    this.level = 0;
  }

  /** Says where the search is, where there is something new to say. */
  show({ level, states }: Standing): void {
    const { to, name } = this;
    const now = this.now();
    if (!this.wanted || now - this.started < QUIET_MILLISECONDS) return;
    const seconds = ((now - this.started) / 1000).toFixed(0);
    const text = `${name}  level ${level}  ${plural(states, "state")}  ${seconds} s`;
    if (to.isTTY === true) {
      if (this.drawn > 0 && now - this.drawn < REDRAW_MILLISECONDS) return;
      this.drawn = now;
      // A line that wraps could not be rewritten.
      to.write(`\r\u001b[2K${text.slice(0, (to.columns ?? 80) - 1)}`);
    } else if (level > this.level) {
      this.level = level;
      to.write(`${text}\n`);
    }
  }

  /** The run is over: clears the line. */
  end(): void {
    if (this.drawn > 0) this.to.write("\r\u001b[2K");
    this.drawn = 0;
  }
}
