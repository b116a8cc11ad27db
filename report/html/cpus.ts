/** What several CPUs did: a column for each, a row for each access, in the order in which they happened. */
import type { CpuTrace } from "../../model/trace/cpu-trace.js";
import { type Counterexample, describeAnswer } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import { NOT_LINEARIZABLE } from "../../properties/several-cpus.js";
import { html, type Markup } from "./markup.js";

/** The table, and what the steps below it are; `null` where one client ran. */
export function cpusMarkup({ cpus, rule }: Counterexample): Markup | null {
  if (cpus === undefined) return null;
  const count = Math.max(...cpus.commands.map(({ cpu }) => cpu)) + 1;
  const numbers = Array.from({ length: count }, (_, cpu) => cpu);
  const ofAnswer = rule.includes("/") || rule === NOT_LINEARIZABLE.id;
  const last = ofAnswer ? "; the last step fits in none" : "";
  return html`<table class="cpus"><caption>who made which access when</caption>
<thead><tr><th scope="col">#</th>${numbers.map((cpu) => html`<th scope="col">CPU ${cpu}</th>`)}</tr></thead>
<tbody>${cpus.accesses.map((_, i) => rowMarkup(cpus, i, numbers))}</tbody></table>
<p class="about">Below is the last order of the commands that explained the answers${last}.</p>
`;
}

function rowMarkup({ commands, accesses }: CpuTrace, i: number, numbers: readonly number[]): Markup {
  const { command, access, read } = accesses[i]!; // one of the trace
  const { cpu, command: given, answer } = commands[command]!; // the trace numbers its commands
  const before = accesses[i - 1];
  const isSwitch = before !== undefined && commands[before.command]!.cpu !== cpu;
  const begins = accesses.findIndex((other) => other.command === command) === i;
  const ends =
    answer.kind !== "pending" && accesses.findLastIndex((other) => other.command === command) === i;
  const reads = read === undefined ? null : html` → <b>${read}</b>`;
  const cell = html`<td data-command="${command}">${
    begins ? html`<code class="command">${describeCommand(given)}</code> ` : null
  }${access === "" ? null : html`<span class="access">${access}${reads}</span> `}${
    ends ? html`<span class="answer">= ${describeAnswer(answer)}</span>` : null
  }</td>`;
  const cells = numbers.map((number) => (number === cpu ? cell : html`<td></td>`));
  return html`<tr class="${isSwitch ? "switch" : ""}"><th scope="row" class="n">${i + 1}</th>${cells}</tr>
`;
}

/** The step that a command came to be in the order that explains the answers; `null` where it is in none. */
export function stepOfCommand({ order }: CpuTrace, command: number): number | null {
  const at = order.indexOf(command);
  return at < 0 ? null : at + 1;
}
