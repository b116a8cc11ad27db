/** A contract by value is validated whole, and each complaint says what would be right. */
import { expect, test } from "vitest";
import { COMMAND_KINDS } from "../words/commands.js";
import { requireContract } from "./contract-checks.js";
import { CONTRACTS } from "./named.js";
import { INSTEAD_EFFECTS } from "./other-effects.js";

const because = "a test says so";
const mine = (parts: object) => ({ id: "mine", summary: "", promises: {}, mayRefuse: {}, ...parts });
const promising = (key: string, promise: unknown) => mine({ promises: { [key]: promise } });
const instead = (key: string, effect: unknown) => promising(key, { kind: "instead", effect, because });

test("every contract that comes with allocheck is one", () => {
  for (const contract of CONTRACTS) expect(requireContract(contract)).toEqual(contract);
});

test("what is not said is nothing", () => {
  expect(requireContract({ id: "mine" })).toEqual(mine({}));
});

test.each<readonly [what: string, given: unknown, says: RegExp]>([
  ["null", null, /^null is no contract$/],
  ["a number", 3, /^3 is no contract$/],
  ["a list", [], /is no contract$/],
  ["no id", {}, /has no id/],
  ["an id that is no text", { id: 3 }, /has no id/],
  ["an unknown key", mine({ promise: {} }), /unknown key promise$/],
  ["a summary that is no text", mine({ summary: 1 }), /summary that is no text/],
  ["promises that are null", mine({ promises: null }), /promises that are no object/],
  ["a list of promises", mine({ promises: [] }), /promises that are no object/],
  ["mayRefuse that is null", mine({ mayRefuse: null }), /mayRefuse that is no object/],
  ["leave for no command", mine({ mayRefuse: { fly: because } }), /may refuse fly, which is no command/],
  ["leave without a why", mine({ mayRefuse: { free: true } }), /does not say why it may refuse free/],
  ["leave with no module", mine({ leaveWith: "bloks" }), /its leave with bloks, which is no module/],
  ["leave at no time", mine({ leaveWhile: "full" }), /its leave while full, which is never so/],
  ["a rule of nobody", promising("free/tired", { kind: "must-refuse" }), /free\/tired, which is no rule/],
  ["a key of prototypes", promising("constructor", { kind: "must-refuse" }), /constructor, which is no rule/],
  ["no promise", promising("free/reserved", null), /has no promise for free\/reserved/],
  ["a promise by name", promising("free/reserved", "precondition"), /has no promise for/],
  ["a kind of nobody", promising("free/reserved", { kind: "maybe", because }), /has no promise for/],
  [
    "leave to write without a why",
    promising("free/reserved", { kind: "must-refuse", mayWrite: true }),
    /does not say why free\/reserved may write/,
  ],
  [
    "leave to write in another promise",
    promising("free/reserved", { kind: "may-ignore", because, mayWrite: because }),
    /unknown key mayWrite/,
  ],
  ["no why", promising("free/reserved", { kind: "precondition" }), /does not say why for free\/reserved/],
  [
    "an effect where none is taken",
    promising("free/reserved", { kind: "may-ignore", because, effect: "release-the-held" }),
    /unknown key effect in its promise for free\/reserved/,
  ],
  ["an effect of nobody", instead("free/already-free", "free-the-held"), /the effect free-the-held/],
  ["no effect", instead("release/live-slice", undefined), /gives release\/live-slice no effect/],
  ["an effect that is no text", instead("release/live-slice", { a: 1 }), /the effect \{"a":1\}/],
  ["an effect of another command", instead("reserve/overlaps-reserved", "release-the-held"), /the effect/],
  [
    "two effects for a command",
    mine({
      promises: {
        "reserve/overlaps-reserved": { kind: "instead", effect: "reserve-the-free", because },
        "reserve/overlaps-allocated": { kind: "instead", effect: "reserve-outward", because },
      },
    }),
    /gives reserve two effects: reserve-the-free and reserve-outward/,
  ],
  ["the name of another", { ...CONTRACTS[1], mayRefuse: { free: because } }, /name of one that comes with/],
])("%s is refused", (_, given, says) => {
  expect(() => requireContract(given)).toThrow(
    expect.objectContaining({
      name: "Misuse",
      code: "bad-contract",
      what: expect.stringMatching(says) as string,
    }),
  );
});

test("every effect fits the commands it is for, and a misfit is told what would", () => {
  for (const [effect, { kinds }] of Object.entries(INSTEAD_EFFECTS))
    for (const kind of COMMAND_KINDS) {
      const reason = kind === "reserve" ? "overlaps-reserved" : "live-slice";
      if (kind !== "reserve" && kind !== "release") continue;
      const contract = instead(`${kind}/${reason}`, effect);
      if (kinds.some((fit) => fit === kind)) expect(requireContract(contract)).toEqual(contract);
      else
        expect(() => requireContract(contract)).toThrow(
          expect.objectContaining({ remedy: expect.stringContaining(`what fits ${kind}: `) as string }),
        );
    }
  expect(() => requireContract(instead("free/reserved", "release-the-held"))).toThrow(
    expect.objectContaining({ remedy: "no effect fits free: promise something else" }),
  );
});
