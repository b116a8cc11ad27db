/** The traces of a book: each is told in a line, and stepped through where a reader asks for it. */
import { type Counterexample, describeAnswer } from "../../../model/trace/trace.js";
import { describeCommand } from "../../../model/words/commands.js";
import { answeringOf, type PageTrace } from "../data.js";
import { html, type Markup } from "../markup.js";

export class BookTraces {
  private readonly numbers = new Map<string, number>();
  private readonly traces: Counterexample[] = [];

  /** A trace in one line, with its number; after one of the same commands only its last answer is told. */
  told(word: string, counterexample: Counterexample, after: Counterexample | null = null): Markup {
    const { allocator, steps } = counterexample;
    const commands = commandsOf(counterexample);
    const isSame = after !== null && commandsOf(after) === commands;
    const last = steps.slice(-1).map(({ answer }) => ` → ${describeAnswer(answer)}`);
    return html`<p data-told="${this.numberOf(counterexample)}">${word}, ${
      allocator ?? "the specification alone"
    }: ${isSame ? html`the same${last}` : html`<code>${commands}${last}</code>`}`;
  }

  /** All of them, by their numbers. */
  all(): PageTrace[] {
    return this.traces.map((counterexample) => ({
      counterexample,
      answering: answeringOf(counterexample),
      replay: null,
    }));
  }

  private numberOf(counterexample: Counterexample): number {
    const key = JSON.stringify(counterexample);
    const number = this.numbers.get(key) ?? this.traces.push(counterexample) - 1;
    this.numbers.set(key, number);
    return number;
  }
}

/** The commands of a trace, with the answers before its last, but for what is merely accepted. */
function commandsOf({ steps }: Counterexample): string {
  const said = steps.map(({ command, answer }, i) => {
    const answered = describeAnswer(answer);
    const isPlain = i === steps.length - 1 || answered === "accepted";
    return isPlain ? describeCommand(command) : `${describeCommand(command)} → ${answered}`;
  });
  return said.join("; ");
}
