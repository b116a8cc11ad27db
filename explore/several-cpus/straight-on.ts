/** The commands of a trace on fresh generators, each run straight on: nothing is begun anew to go on. */
import { type Access, isAgain, type Steps } from "../../model/steps/accesses.js";
import type { StepProgram } from "../../model/steps/step-program.js";
import { argumentsOf, type Command, describeCommand } from "../../model/words/commands.js";

/** A command under way, and what it yielded last. */
interface Running {
  readonly steps: Steps;
  readonly next: IteratorResult<Access, unknown>;
}

export class StraightOn {
  /** Where one did something else than in the search, in words. */
  unlike: string | null = null;
  private readonly running: (Running | undefined)[] = [];

  constructor(
    private readonly program: StepProgram,
    private readonly commands: readonly Command[],
  ) {}

  /** A CPU made an access and read something; `null` for a command that makes none. */
  take(cpu: number, c: number, begins: boolean, access: Access | null, read: number): void {
    try {
      if (begins) this.begin(cpu, c, 0);
      const running = this.running[cpu];
      if (running === undefined || access === null) return;
      if (!isSame(running.next.value, access)) {
        const command = describeCommand(this.commands[c]!); // the caller's number of a command
        this.unlike ??= `${command} on CPU ${cpu} goes another way on a fresh allocator, though it has read the same`;
      }
      const next = running.steps.next(read);
      this.running[cpu] = { steps: running.steps, next };
      if (next.done === true && isAgain(next.value)) this.begin(cpu, c, next.value.again);
    } catch {
      this.running[cpu] = undefined; // what it throws, the step of the search tells
    }
  }

  private begin(cpu: number, c: number, carry: number): void {
    const command = this.commands[c]!; // the caller's number of a command
    const steps = this.program.begin(command.kind, { cpu, carry }, argumentsOf(command));
    this.running[cpu] = { steps, next: steps.next() };
  }
}

function isSame(one: unknown, other: Access): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
