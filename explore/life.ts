/** The life of a frame: which commands take it from which kind to which, found by exploring the rules. */
import type { ViewId } from "../model/rules.js";
import { type Scope, scopeOf } from "../model/scope.js";
import { Specification } from "../model/specification.js";
import type { CommandKind } from "../model/vocabulary.js";
import { Search } from "./search.js";
import { SpecAlone } from "./spec-alone.js";

/** What a frame can be, by the view it is in; the first that it is in counts. */
export const FRAME_KINDS = [
  { id: "borrowed", view: "live" },
  { id: "reserved", view: "reserved" },
  { id: "allocated", view: "allocated" },
  { id: "free", view: "free" },
] as const satisfies readonly { readonly id: string; readonly view: ViewId }[];
export type FrameKind = (typeof FRAME_KINDS)[number]["id"];

/** One change of a frame. */
export interface LifeEdge {
  readonly from: FrameKind;
  readonly to: FrameKind;
  readonly command: CommandKind;
}

/** Two slices at once, so that a frame stays borrowed when one of them ends. */
export const LIFE_SCOPE: Scope = scopeOf({
  frames: 3,
  owners: 2,
  slices: 2,
  modules: ["core", "blocks", "phases"],
});

/** Every change of a frame that some state of the scope allows, each once, in the order of its kinds. */
export function lifeOfFrame(scope: Scope = LIFE_SCOPE): LifeEdge[] {
  const specification = new Specification(scope);
  const system = new SpecAlone(specification);
  const search = new Search(system);
  while (search.advance(4096));
  const { visited } = search;
  const { successors, words } = system;
  const edges = new Map<string, LifeEdge>();
  for (let state = 0; state < visited.count; state++) {
    const count = system.expand(visited.chunkOf(state), visited.offsetOf(state), 0);
    const before = kindsOf(specification);
    for (let i = 0; i < count; i++) {
      specification.views.look(successors.states, i * words);
      const { kind: command } = specification.commands[successors.commands[i]!]!; // the system's own number
      kindsOf(specification).forEach((to, frame) => {
        const from = before[frame]!; // one for each frame
        if (from !== to) edges.set(`${from} ${to} ${command}`, { from, to, command });
      });
    }
  }
  const place = (kind: FrameKind) => FRAME_KINDS.findIndex(({ id }) => id === kind);
  const commands = specification.rules.map(({ kind }) => kind);
  return [...edges.values()].sort(
    (a, b) =>
      place(b.from) - place(a.from) ||
      place(b.to) - place(a.to) ||
      commands.indexOf(a.command) - commands.indexOf(b.command),
  );
}

/** What each frame is in the state last looked at. */
function kindsOf({ views, scope }: Specification): FrameKind[] {
  const isIn = (view: ViewId, frame: number) =>
    ((views.bits[views.offset(view) + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  return Array.from({ length: scope.frames }, (_, frame) => {
    const kind = FRAME_KINDS.find(({ view }) => isIn(view, frame));
    if (kind === undefined) throw new Error(`internal: frame ${frame} is of no kind`);
    return kind.id;
  });
}
