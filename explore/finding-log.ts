import { COMMAND_KINDS, type CommandKind } from "../model/vocabulary.js";

/** A rule broken by one command in one state, before it is replayed and put into words. */
export interface Found {
  /** The number of the state in which the command was given; -1 for the initial state itself. */
  readonly state: number;
  /** The number of the command and what it was answered; -1 for the initial state itself. */
  readonly command: number;
  readonly answer: number;
  readonly rule: string;
}

/**
 * The rules found broken. Breadth first, so the first of a kind has a shortest trace.
 *
 * Without `all` only the very first finding is kept, with it the first of each command and rule.
 */
export class FindingLog {
  readonly found: Found[] = [];
  /** The state being expanded, set by the search. */
  state = -1;
  private readonly seen = new Map<string, Set<CommandKind | null>>();

  constructor(private readonly all: boolean) {}

  /** Notes that command number `command` of a kind (an index; -1 for none) broke a rule. */
  note(rule: string, kind: number, command: number, answer: number): void {
    if (!this.all && this.found.length > 0) return;
    const name = COMMAND_KINDS[kind] ?? null;
    const kinds = this.seen.get(rule);
    if (kinds?.has(name)) return;
    if (kinds === undefined) this.seen.set(rule, new Set([name]));
    else kinds.add(name);
    this.found.push({ state: this.state, command, answer, rule });
  }
}
