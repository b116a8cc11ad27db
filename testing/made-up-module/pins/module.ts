/**
 * The module `pins`, made up for a test: reserved frames that a device writes to.
 *
 * A pinned frame is not released. Whoever reads it through a slice has waited for the device, so that its
 * pins end with the slice.
 */
import type { Clause, Module, ModuleState, Strip } from "../../rules/module.js";
import type { CommandRule, Reason } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { type Layout, placesOf, read } from "../../state/layout.js";
import { rangeBits } from "../../state/planes.js";
import { signsOfPlane } from "../../state/signs.js";
import { planeOf } from "../../state/views.js";
import { argumentFaults, type CommandOf, instancesOf } from "../../words/commands.js";
import type { FrameRange } from "../../words/frames.js";
import { boundIn, type Scope } from "../../words/scope.js";
import { PIN_VIEWS } from "./views.js";

const PIN: CommandRule<CommandOf<"pin">> = {
  kind: "pin",
  statement: "the frames of the range are pinned for a device",
  because: "a device writes to them whenever it likes",
  // No more frames at once than the scope says.
  instances: (scope) =>
    instancesOf("pin", scope).filter(({ range }) => range.count <= boundIn(scope, "longestPin")),
  reasons: [
    {
      id: "not-reserved",
      statement: "pin is refused when some frame of the range is not reserved",
      because: "a device would write into what anybody may be given",
      when: CORE_VIEWS.unreserved,
      needs: { commands: ["pin"] },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["reserve", "pin"] },
};

const RELEASE_PINNED: Reason = {
  id: "pinned",
  statement: "release is refused when some frame of the range is pinned",
  because: "the device would write into the frames of the next owner",
  when: PIN_VIEWS.pinned,
  needs: { commands: ["reserve", "pin", "release"] },
};

/** Binds the change of one bit for each frame of a range. */
function change(scope: Scope, layout: Layout, range: FrameRange, to: 0 | 1) {
  const places = placesOf(layout, "pinned");
  const within = rangeBits(scope, range);
  return (words: Int32Array, at: number) => {
    for (let w = 0; w < within.length; w++) {
      const bits = within[w]! << places[w]!.shift;
      if (to === 1) words[at + places[w]!.word]! |= bits;
      else words[at + places[w]!.word]! &= ~bits;
    }
  };
}

const PINS_END: Clause = {
  id: "pins-end-with-slices",
  statement: "a drop ends the pins on the frames of its range",
  because: "whoever read them has waited for the device",
  bind: (command, { scope, layout }) =>
    command.kind === "drop" && argumentFaults(scope, command).length === 0
      ? change(scope, layout, command.range, 0)
      : null,
};

const PIN_STATE: ModuleState = {
  fields: (scope) => [{ id: "pinned", ...planeOf(scope) }],
  look: (views, { layout }) => {
    const { bits, frameWords } = views;
    const own = views.offset(PIN_VIEWS.pinned);
    const places = placesOf(layout, "pinned");
    return (words, at) => {
      for (let w = 0; w < frameWords; w++) bits[own + w] = read(words, at, places[w]!);
    };
  },
  effect: (command, { scope, layout }) =>
    command.kind === "pin" ? change(scope, layout, command.range, 1) : null,
};

const PIN_STRIP: Strip = {
  layers: ({ scope, layout }, state) => [
    { signs: signsOfPlane(scope, layout, state, "pinned", "^"), text: "pinned" },
  ],
  legend: ["^ pinned"],
};

/** The module `pins`, whole. */
export const PINS: Module = {
  id: "pins",
  statement: "some reserved frames are written to by a device, and are not released",
  rules: [PIN as CommandRule], // it takes the commands of its own kind
  invariants: [],
  reasons: { release: [RELEASE_PINNED] },
  views: PIN_VIEWS,
  state: PIN_STATE,
  clauses: [PINS_END],
  strip: PIN_STRIP,
  frameKinds: [{ id: "pinned", view: PIN_VIEWS.pinned, rank: 5.5, beside: true }],
  words: [["pin", "a promise to a device that it may write to a frame"]],
};
