/** The commands of a module as methods of the socket, each followed by a look at what it wrote. */
import type { Role } from "../socket/allocator.js";
import type { CommandKind } from "../words/commands.js";
import { reasons } from "../words/reasons.js";
import type { Clients } from "./clients.js";
import { NOTE } from "./code/helpers.js";
import type { Ground } from "./ground.js";
import { Halting } from "./halt.js";
import type { Call, WasmInstance } from "./instance.js";
import type { Places } from "./places.js";

export type Method = (...given: readonly number[]) => number;

/** The commands of which it is known who holds what afterwards. */
export const FOLLOWED: readonly CommandKind[] = [
  "reserve",
  "release",
  "borrow",
  "drop",
  "alloc",
  "free",
  "alloc-block",
  "free-block",
  "end-boot",
  "resize",
  "realloc",
  "alloc-zone",
  "add",
  "remove",
  "share",
  "settle",
];

/**
 * A second instance keeps its stack for so many calls: what one has left may matter in another state. In as
 * many that follow, one of so many finds it filled.
 */
const KEPT_BITS = 13;
const FILLED_OF = 8;
/** So far down do pointers to errors go, and error codes with them. */
const MOST_ERRNO = 4095;

export class Commands {
  private given = 0;
  private readonly words: Int32Array;
  private readonly halting: Halting | null;

  constructor(
    private readonly instance: WasmInstance,
    private readonly clients: Clients,
    private readonly places: Places,
    private readonly role: Role,
    private readonly errno: boolean,
    ground: Ground,
  ) {
    this.words = instance.words;
    const halts = instance.compiled.module.imported.some(({ name }) => name === "halt");
    this.halting = halts ? new Halting(instance, ground) : null;
  }

  /** The method for a command that a function of the module takes. */
  method(kind: CommandKind, call: Call): Method {
    const { clients } = this;
    const { place, size, frame } = this.places;
    switch (kind) {
      case "reserve":
        return (start = 0, count = 0, owner = 0) => {
          const answer = this.give(call, place(start), size(count), owner);
          if (answer >= 0) clients.reserved(start, count);
          else this.look();
          return answer;
        };
      case "release":
      case "free-block": // which names no owner
        return (start = 0, count = 0, owner = 0) => {
          const answer = this.give(call, place(start), size(count), owner);
          if (answer >= 0) clients.gaveBack(start, count);
          else this.look();
          return answer;
        };
      case "add":
        return (start = 0, count = 0, node = 0) => {
          const answer = this.give(call, place(start), size(count), node);
          if (answer >= 0) clients.gaveBack(start, count);
          else this.look();
          return answer;
        };
      case "remove":
        return (start = 0, count = 0) => {
          const answer = this.give(call, place(start), size(count), 0);
          if (answer >= 0) clients.removed(start, count);
          else this.look();
          return answer;
        };
      case "borrow":
      case "drop":
        return (start = 0, count = 0) => {
          const answer = this.give(call, place(start), size(count), 0);
          this.look();
          return answer;
        };
      case "alloc":
        return () => {
          const answer = frame(this.give(call, 0, 0, 0));
          if (answer >= 0) clients.given(answer, 1);
          else this.look();
          return answer;
        };
      case "alloc-zone":
        return (zone = 0) => {
          const answer = frame(this.give(call, zone, 0, 0));
          if (answer >= 0) clients.given(answer, 1);
          else this.look();
          return answer;
        };
      case "free":
        return (start = 0) => {
          const answer = this.give(call, place(start), 0, 0);
          if (answer >= 0) clients.gaveBackBlock(start);
          else this.look();
          return answer;
        };
      case "share":
        return (frame = 0) => {
          const answer = this.give(call, place(frame), 0, 0);
          if (answer >= 0) clients.shared(frame);
          else this.look();
          return answer;
        };
      case "alloc-block":
        return (count = 0, align = 0) => {
          const answer = frame(this.give(call, size(count), size(align), 0));
          if (answer >= 0) clients.given(answer, count);
          else this.look();
          return answer;
        };
      case "resize":
      case "realloc":
        return (start = 0, count = 0, to = 0) => {
          const answered = this.give(call, place(start), size(count), size(to));
          const answer = kind === "realloc" ? frame(answered) : answered;
          if (answer >= 0) clients.resized({ start, count }, kind === "realloc" ? answer : start, to);
          else this.look();
          return answer;
        };
      default:
        return (...given) => {
          const answer = this.give(
            (...all) => call(...all, ...given.slice(4)),
            ...given.slice(0, 3),
            given[3],
          );
          this.look();
          return answer;
        };
    }
  }

  private give(call: Call, a = 0, b = 0, c = 0, d = 0): number {
    if (this.role === "twin") this.fillSometimes();
    const answer =
      this.halting === null
        ? this.instance.run(call, a, b, c, d)
        : this.halting.give(() => this.instance.run(call, a, b, c, d));
    return this.errno && answer < 0 && answer >= -MOST_ERRNO ? reasons.REFUSED : answer;
  }

  /** What is wrong is thrown, where anything has changed at all. */
  private look(): void {
    if (this.words[NOTE >>> 2] !== 0) this.clients.look();
  }

  /** On the stack of a second instance lies what its past left there, and now and then zeros or ones. */
  private fillSometimes(): void {
    const { fillLength, fillByte, fill } = this.instance.stack;
    const turn = this.given++ % (2 * FILLED_OF);
    const keeps = ((this.given >>> KEPT_BITS) & 1) === 0;
    fillLength.value = !keeps && turn % FILLED_OF === FILLED_OF - 1 ? fill : 0;
    fillByte.value = turn < FILLED_OF ? 0 : 255;
  }
}
