/** A rule broken by one command in one state, before it is replayed and put into words. */
export interface Found {
  /** The number of the state in which the command was given; -1 for the initial state itself. */
  readonly state: number;
  /** The number of the command and what it was answered; -1 for the initial state itself. */
  readonly command: number;
  readonly answer: number;
  readonly rule: string;
  /** One more command, where it took two in a row to see it. */
  readonly then?: { readonly command: number; readonly answer: number };
}

/**
 * What is kept of all that is found, and so how far a search goes on:
 * - `first`: the least finding of all, and the search ends with its level;
 * - `rules`: the least of each rule, and the search goes on for a while;
 * - `all`: the least of each command kind and rule, and the search goes on to its end.
 */
export type Keep = "first" | "rules" | "all";

/**
 * The rules found broken, each by the least state and command that breaks it: states are numbered in
 * the order in which they are found, so the least has the shortest trace, and the first of its length.
 */
export class FindingLog {
  /** The state being expanded, set by the search. */
  state = -1;
  /** How many commands lead to the states of its level. */
  depth = 0;
  private readonly least = new Map<string, (Found | undefined)[]>();
  /** What took two commands in a row: due once the search tries sequences of that length. */
  private ahead: Found | undefined;

  constructor(private readonly keep: Keep = "first") {}

  /** What was found, least first. */
  get found(): Found[] {
    const all = [...this.least.values()].flatMap((kinds) => kinds.filter((found) => found !== undefined));
    all.sort((a, b) => (isBefore(a.state, a.command, b) ? -1 : 1));
    return all.filter(({ rule }, i) => {
      if (this.keep === "first") return i === 0;
      return this.keep === "all" || all.findIndex((other) => other.rule === rule) === i;
    });
  }

  /** Whether a finding ends no search. */
  get goesOn(): boolean {
    return this.keep !== "first";
  }

  /** Whether one of some rules was found broken. */
  has(rules: readonly string[]): boolean {
    return rules.some((rule) => this.least.has(rule));
  }

  /** Notes that command number `command` of a kind (an index; -1 for none) broke a rule. */
  note(rule: string, kind: number, command: number, answer: number): void {
    const { state } = this;
    let kinds = this.least.get(rule);
    if (kinds === undefined) {
      kinds = [];
      this.least.set(rule, kinds);
    }
    const known = kinds[kind + 1];
    if (known === undefined || isBefore(state, command, known))
      kinds[kind + 1] = { state, command, answer, rule };
  }

  /** Notes what took a second command; of all such until `deepen` the first is kept. */
  noteAhead(rule: string, command: number, answer: number, then: Found["then"] & object): void {
    this.ahead ??= { state: this.state, command, answer, rule, then };
  }

  /** The search goes one command deeper: what was noted ahead is found now. */
  deepen(): void {
    const { ahead } = this;
    this.ahead = undefined;
    this.depth++;
    if (ahead === undefined || this.least.has(ahead.rule)) return;
    this.least.set(ahead.rule, [ahead]);
  }

  /** Whether anything was found, or will be a command later. */
  get anyAhead(): boolean {
    return this.any || this.ahead !== undefined;
  }

  /** Whether anything was found. */
  get any(): boolean {
    return this.least.size > 0;
  }
}

function isBefore(state: number, command: number, other: Found): boolean {
  return state < other.state || (state === other.state && command < other.command);
}
