/** What the specification says of every command at one moment, and with which answers one may go on. */
import {
  ACCEPT,
  IGNORE,
  MAY_REFUSE,
  MAY_WRITE,
  OTHER_EFFECT,
  REFUSE,
  SKIP,
} from "../../explore/systems/verdict-table.js";
import { plural } from "../../model/basics/wording.js";
import { type Answer, describeAnswer, sameAnswer } from "../../model/trace/trace.js";
import { answerNames, type CommandKind, describeCommand } from "../../model/words/commands.js";
import type { ReasonId } from "../../model/words/reasons.js";
import { inPool } from "../../model/words/scope.js";
import { ruleText } from "../rule-book/rule-text.js";
import type { AbstractMachine, Judged } from "../trace/machine.js";
import { html, type Markup } from "./markup.js";
import { isWrong, type OwnHere, wrongMarkup } from "./own.js";

/** One command at one moment. */
export interface Choice extends Judged {
  readonly c: number;
  readonly kind: CommandKind;
  readonly text: string;
  /** The true reasons against it. */
  readonly reasons: readonly ReasonId[];
}

/** Every command of the scope, in the order in which a search tries them. */
export function choicesAt(machine: AbstractMachine, state: Int32Array): Choice[] {
  const { specification } = machine;
  return machine.judgeAll(state).map((judged, c) => {
    const command = specification.commands[c]!; // judged are all of them
    const reasons = specification.reasonsIn(command.kind, judged.mask);
    return { ...judged, c, kind: command.kind, text: describeCommand(command), reasons };
  });
}

/** The right answers to a command at a moment, by which one can go on; none where it is not tried. */
export function answersTo(
  machine: AbstractMachine,
  { c, kind, asked, reasons }: Choice,
  state: Int32Array,
): Answer[] {
  if (asked === SKIP) return [];
  if (asked === REFUSE || asked === MAY_WRITE) return reasons.map((reason) => ({ kind: "refused", reason }));
  const leave: Answer[] = asked === MAY_REFUSE ? [{ kind: "refused" }] : [];
  const names = answerNames(kind);
  if (names === null || asked === IGNORE) return [{ kind: "accepted" }, ...leave];
  const { specification } = machine;
  specification.look(state, 0);
  const numbers = Array.from({ length: specification.answersOf(c) }, (_, n) => n);
  const allowed = numbers.filter((n) => specification.mayAnswer(c, n));
  const named = (n: number) => (names === "frame" ? inPool(specification.scope, n) : n);
  return [...allowed.map((n): Answer => ({ kind: "accepted", [names]: named(n) })), ...leave];
}

/** What is asked of an answer, in words; what follows are the true reasons. */
const WORDS: Readonly<Record<number, string>> = {
  [SKIP]: "not tried",
  [ACCEPT]: "legal",
  [MAY_REFUSE]: "legal, and may be refused",
  [REFUSE]: "refused",
  [MAY_WRITE]: "refused, though bytes may change",
  [OTHER_EFFECT]: "accepted, with another effect",
  [IGNORE]: "answered in any way, and nothing changes",
};

/** So many commands of one outcome are shown at once. */
const SHOWN = 48;

/**
 * The list of all commands by kind and outcome, those that the allocator answers wrongly before; those whose
 * text has `filter` in it, where one is given.
 */
export function whatIfMarkup(
  machine: AbstractMachine,
  state: Int32Array,
  filter: string,
  open: ReadonlySet<string>,
  own: OwnHere | string,
): Markup {
  const choices = choicesAt(machine, state);
  const found = choices.filter(({ text }) => text.includes(filter));
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  return html`${wrongMarkup(own, found)}${kinds.map((kind) => {
    const of = found.filter((choice) => choice.kind === kind);
    const legal = of.filter(({ asked }) => isLegal(asked)).length;
    const shut = !open.has(kind) && filter === "";
    return html`<details class="kind" data-kind="${kind}"${shut ? null : html` open`}><summary><code>${kind}</code>
<span class="count">${legal} of ${of.length} legal${lacking(own, of)}</span></summary>${outcomesOf(of).map(
      (group) => outcomeMarkup(machine, state, group, own),
    )}</details>`;
  })}${kinds.length === 0 ? html`<p>No command has that in its text.</p>` : null}`;
}

/** That the allocator has none of some commands, where it is asked for all. */
function lacking(own: OwnHere | string, choices: readonly Choice[]): string {
  if (typeof own === "string" || own.all === null) return "";
  return choices.some(({ c }) => (own.all?.[c] ?? null) !== null) ? "" : `; ${own.name} has none`;
}

function isLegal(asked: number): boolean {
  return asked === ACCEPT || asked === MAY_REFUSE;
}

/** Commands of one kind of which the same is said, those that are legal first. */
function outcomesOf(choices: readonly Choice[]): Choice[][] {
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) {
    const key = `${choice.asked} ${choice.mask}`;
    groups.set(key, [...(groups.get(key) ?? []), choice]);
  }
  return [...groups.values()].sort((a, b) => Number(isLegal(b[0]!.asked)) - Number(isLegal(a[0]!.asked)));
}

function outcomeMarkup(
  machine: AbstractMachine,
  state: Int32Array,
  group: readonly Choice[],
  own: OwnHere | string,
): Markup {
  const { asked, kind, reasons } = group[0]!; // no group is empty
  const more = group.length - SHOWN;
  const sign = isLegal(asked) ? "✓" : asked === REFUSE || asked === MAY_WRITE ? "✗" : "–";
  const said = [WORDS[asked]!, reasons.join(" and ")].filter((part) => part !== "").join(": ");
  return html`<div class="outcome ${isLegal(asked) ? "legal" : "other"}">
<p><span aria-hidden="true">${sign}</span> <b>${said}</b>${whyMarkup(asked, kind, reasons)}</p>
<p class="chips">${group.slice(0, SHOWN).map((choice) => chips(machine, state, choice, own))}${
    more > 0 ? html`<span class="more">and ${plural(more, "more")}; the filter finds them</span>` : null
  }</p></div>`;
}

function whyMarkup(asked: number, kind: CommandKind, reasons: readonly ReasonId[]): Markup | null {
  if (asked === SKIP && reasons.length === 0)
    return html`<span class="why">legal, and beyond a bound of the scope</span>`;
  if (reasons.length === 0) return null;
  const left = asked === SKIP ? "no client that keeps to the contract does this; " : "";
  return html`<span class="why">${left}${reasons.map((reason) => ruleText(`${kind}/${reason}`).statement).join("; ")}</span>`;
}

/**
 * A button for each answer with which one may go on; of one whose refusal has several reasons, that which the
 * allocator gives, or the first.
 */
function chips(machine: AbstractMachine, state: Int32Array, choice: Choice, own: OwnHere | string): Markup {
  const answers = answersTo(machine, choice, state);
  const { c, text, asked } = choice;
  if (answers.length === 0) return html`<code class="chip">${text}</code> `;
  const given = typeof own === "string" ? null : (own.all?.[c]?.answer ?? null);
  const isOwn = (answer: Answer) => given !== null && sameAnswer(answer, given);
  const several = asked !== REFUSE && asked !== MAY_WRITE && answers.length > 1;
  const wrong = isWrong(own, c);
  const shown = several ? answers : [answers.find(isOwn) ?? answers[0]!]; // there is one
  return html`${shown.map((answer) => {
    const mine = isOwn(answer) ? html` <b>its own</b>` : null;
    const said = several ? html` → ${describeAnswer(answer)}${mine}` : null;
    const mark = wrong && answer === shown[0] ? html` <b class="bad">✗</b>` : null;
    const n = answers.indexOf(answer);
    return html`<button type="button" class="chip" data-take="${c}"
data-answer="${n}"><code>${text}</code>${said}${mark}</button> `;
  })}`;
}
