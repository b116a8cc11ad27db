/** The module `phases`: boot, and after it. Reservations are made at boot alone. */

import type { Module, ModuleState } from "../../rules/module.js";
import type { CommandRule, Reason } from "../../rules/rules.js";
import { placesOf, read } from "../../state/layout.js";
import type { CommandOf } from "../../words/commands.js";
import { PHASE_VIEWS } from "./views.js";

const endBoot: CommandRule<CommandOf<"end-boot">> = {
  kind: "end-boot",
  statement: "boot is over for good",
  because: "from then on frames are in use whose users no reservation knows of",
  reasons: [
    {
      id: "boot-over",
      statement: "end-boot is refused when boot is over",
      because: "what is done once at the end of boot would be done to a system that is running",
      when: PHASE_VIEWS["boot-over"],
      needs: { commands: ["end-boot"] },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["end-boot"] },
};

/** The rows of the module. */
export const PHASE_RULES: readonly CommandRule[] = [endBoot];

/** What it adds to `reserve`. */
export const RESERVE_BOOT_OVER: Reason = {
  id: "boot-over",
  statement: "reserve is refused once boot is over",
  because: "nothing keeps a frame free until a late reservation comes, so it would come to one in use",
  when: PHASE_VIEWS["boot-over"],
  needs: { commands: ["reserve", "end-boot"] },
};

const PHASE_STATE: ModuleState = {
  fields: () => [{ id: "boot-over", entries: 1, bits: 1 }],
  look: (views, { layout }) => {
    const { bits } = views;
    const over = views.offset(PHASE_VIEWS["boot-over"]);
    const [place] = placesOf(layout, "boot-over");
    return (words, at) => {
      bits[over] = read(words, at, place!);
    };
  },
};

/** The module `phases`, whole. */
export const PHASES: Module = {
  id: "phases",
  statement: "boot comes to an end, and reservations with it",
  rules: PHASE_RULES,
  invariants: [],
  reasons: { reserve: [RESERVE_BOOT_OVER] },
  views: PHASE_VIEWS,
  state: PHASE_STATE,
};
