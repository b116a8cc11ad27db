/**
 * The module `quarantine`: a frame that was given back waits until no stale handle is held on it.
 *
 * With it a handle from before may still find the frame free, but never somebody else's bytes. A sweep takes
 * the stale handles from those who hold them, as a revocation of capabilities does, and so ends the wait.
 * It is about frames handed out one by one, and says nothing of blocks.
 */
import type { Module, ModuleState } from "../../rules/module.js";
import type { AnswerConstraint, CommandRule } from "../../rules/rules.js";
import type { CommandKind } from "../../words/commands.js";
import { wordsFor } from "../../words/ranges.js";
import { kindsWith } from "../../words/roles.js";
import { unitsOf } from "../../words/scope.js";
import { HANDLE_VIEWS } from "../handles/views.js";
import { QUARANTINE_STRIP } from "./strip.js";
import { QUARANTINE_VIEWS } from "./views.js";

const clean = (kind: CommandKind): AnswerConstraint => ({
  id: "clean-frame",
  in: QUARANTINE_VIEWS.clean,
  statement: `${kind} answers a free frame on which no stale handle is held`,
  because: "whoever still reads through an old handle would read the bytes of the new owner",
  expected: () => "a free frame on which no stale handle is held",
  unmet: "named by a stale handle",
});

/** What it adds to what commands may answer; the module `zones` says it of its command with the zone. */
export const QUARANTINE_ANSWERS: { readonly [K in CommandKind]?: AnswerConstraint } = Object.fromEntries(
  kindsWith("takes-frame")
    .filter((kind) => kind !== "alloc-zone")
    .map((kind) => [kind, clean(kind)]),
);

/** The rows of the module. */
export const QUARANTINE_RULES: readonly CommandRule[] = [
  {
    kind: "sweep",
    statement: "every slot whose handle is stale becomes empty",
    because: "a frame may be handed out again once nobody can reach it through a handle from before",
    reasons: [],
    bound: null,
    answer: null,
    needs: { commands: ["sweep"] },
  },
];

/** Which frames may be handed out; those that wait are as good as taken. `handle-state.ts` has the sweep. */
export const QUARANTINE_STATE: ModuleState = {
  look: (views, { scope }) => {
    const { bits, offsets } = views;
    const clean = views.offset(QUARANTINE_VIEWS.clean);
    const waiting = views.offset(HANDLE_VIEWS.waiting);
    const units = unitsOf(scope);
    return () => {
      bits[offsets.exhausted] = 1;
      for (let w = 0; w < wordsFor(scope.frames); w++) bits[clean + w] = 0;
      for (let frame = 0; frame < scope.frames; frame++) {
        let ready = 1;
        for (let unit = frame * units; unit < (frame + 1) * units; unit++) {
          const free = bits[offsets.free + (unit >>> 5)]! & ~bits[waiting + (unit >>> 5)]!;
          ready &= free >>> (unit & 31);
        }
        if (ready === 0) continue;
        bits[clean + (frame >>> 5)]! |= 1 << (frame & 31);
        bits[offsets.exhausted] = 0;
      }
    };
  },
};

/** The module `quarantine`, whole. */
export const QUARANTINE: Module = {
  id: "quarantine",
  statement: "what was given back is handed out again only when no stale handle is held on it",
  rules: QUARANTINE_RULES,
  invariants: [],
  answers: QUARANTINE_ANSWERS,
  views: QUARANTINE_VIEWS,
  state: QUARANTINE_STATE,
  strip: QUARANTINE_STRIP,
};
