/** The traces of a book: each is told in a line, and stepped through where a reader asks for it. */
import { type Counterexample, describeAnswer } from "../../../model/trace/trace.js";
import { describeCommand } from "../../../model/words/commands.js";
import { answeringOf, type PageTrace } from "../data.js";
import { html, type Markup } from "../markup.js";
import { named } from "../page-of.js";

export class BookTraces {
  private readonly numbers = new Map<string, number>();
  private readonly traces: Counterexample[] = [];

  /** A trace in one line, with its number: what is merely accepted on the way goes without an answer. */
  told(word: string, counterexample: Counterexample): Markup {
    const { allocator, steps } = counterexample;
    const said = steps.map(({ command, answer }, i) => {
      const answered = describeAnswer(answer);
      const isPlain = i < steps.length - 1 && answered === "accepted";
      return isPlain ? describeCommand(command) : `${describeCommand(command)} → ${answered}`;
    });
    return html`<p data-told="${this.numberOf(counterexample)}">${word}, ${
      allocator ?? "the specification alone"
    }: <code>${said.join("; ")}</code>`;
  }

  /** All of them, by their numbers. */
  all(): PageTrace[] {
    return named(
      this.traces.map((counterexample) => ({
        counterexample,
        answering: answeringOf(counterexample),
        replay: null,
      })),
    );
  }

  private numberOf(counterexample: Counterexample): number {
    const key = JSON.stringify(counterexample);
    const number = this.numbers.get(key) ?? this.traces.push(counterexample) - 1;
    this.numbers.set(key, number);
    return number;
  }
}
