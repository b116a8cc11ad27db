/** The module `phases`: boot, and after it. Reservations are made at boot alone. */
import type { CommandRule, Reason } from "../../rules/rules.js";
import type { CommandOf } from "../../words/commands.js";

const endBoot: CommandRule<CommandOf<"end-boot">> = {
  kind: "end-boot",
  statement: "boot is over for good",
  because: "from then on frames are in use whose users no reservation knows of",
  instances: () => [{ kind: "end-boot" }],
  reasons: [
    {
      id: "boot-over",
      statement: "end-boot is refused when boot is over",
      because: "what is done once at the end of boot would be done to a system that is running",
      when: "boot-over",
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
  when: "boot-over",
  needs: { commands: ["reserve", "end-boot"] },
};
