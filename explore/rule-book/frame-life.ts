/** The life of a frame: which commands take it from which kind to which, found by exploring the rules. */
import { HANDLE_VIEWS } from "../../model/modules/handles/views.js";
import { PROTECTED_VIEWS } from "../../model/modules/protected/views.js";
import { PROVENANCE_VIEWS } from "../../model/modules/provenance/views.js";
import { Specification } from "../../model/specification/specification.js";
import { CORE_VIEWS } from "../../model/state/core-views.js";
import type { View } from "../../model/state/view.js";
import { COMMAND_KINDS, type CommandKind } from "../../model/words/commands.js";
import { type Scope, scopeOf } from "../../model/words/scope.js";
import { Search } from "../search/search.js";
import { SpecAlone } from "../systems/spec-alone.js";

/** What a frame can be, by the views it is in; the first kind with such a view counts. */
export const FRAME_KINDS = [
  { id: "leaked", views: [PROVENANCE_VIEWS.leaked] },
  { id: "inserted", views: [PROVENANCE_VIEWS.shown] },
  { id: "stashed", views: [PROVENANCE_VIEWS.stashed] },
  { id: "borrowed", views: [CORE_VIEWS.live, HANDLE_VIEWS["held-slice"]] },
  { id: "protected", views: [PROTECTED_VIEWS.protected] },
  { id: "reserved", views: [CORE_VIEWS.reserved] },
  { id: "quarantined", views: [HANDLE_VIEWS.waiting] },
  { id: "allocated", views: [CORE_VIEWS.allocated] },
  { id: "free", views: [CORE_VIEWS.free] },
] as const satisfies readonly { readonly id: string; readonly views: readonly View[] }[];
export type FrameKind = (typeof FRAME_KINDS)[number]["id"];

/** Of these a frame may be several at once; how one goes over into another then is not shown. */
const KEPT = FRAME_KINDS.slice(0, 5);

/** One change of a frame. */
export interface LifeEdge {
  readonly from: FrameKind;
  readonly to: FrameKind;
  readonly command: CommandKind;
}

const SMALL = { frames: 2, owners: 1, slices: 1, handles: 1 };

/**
 * Part by part, since what they say of a frame does not depend on each other. Two slices at once in the
 * first, so that a frame stays borrowed when one of them ends.
 */
export const LIFE_SCOPES: readonly Scope[] = [
  scopeOf({ frames: 3, owners: 2, slices: 2, modules: ["core", "blocks", "phases"] }),
  scopeOf({ ...SMALL, modules: ["provenance"] }),
  scopeOf({ ...SMALL, modules: ["protected", "contents"] }),
  scopeOf({ ...SMALL, modules: ["handles", "quarantine"] }),
];

/** Every change of a frame that some state of the scopes allows, each once, in the order of its kinds. */
export function lifeOfFrame(scopes: readonly Scope[] = LIFE_SCOPES): LifeEdge[] {
  const edges = new Map(
    scopes.flatMap(edgesIn).map((edge) => [`${edge.from} ${edge.to} ${edge.command}`, edge]),
  );
  const place = (kind: FrameKind) => FRAME_KINDS.findIndex(({ id }) => id === kind);
  return [...edges.values()].sort(
    (a, b) =>
      place(b.from) - place(a.from) ||
      place(b.to) - place(a.to) ||
      COMMAND_KINDS.indexOf(a.command) - COMMAND_KINDS.indexOf(b.command),
  );
}

function edgesIn(scope: Scope): LifeEdge[] {
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
        if (from !== null && to !== null && from !== to)
          edges.set(`${from} ${to} ${command}`, { from, to, command });
      });
    }
  }
  return [...edges.values()];
}

/** What each frame is in the state last looked at; `null` where it is kept in several ways. */
function kindsOf({ views, scope }: Specification): (FrameKind | null)[] {
  const isIn = (view: View, frame: number) =>
    views.has(view) && ((views.bits[views.offset(view) + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  return Array.from({ length: scope.frames }, (_, frame) => {
    const is = (kind: { readonly views: readonly View[] }) => kind.views.some((view) => isIn(view, frame));
    if (KEPT.filter(is).length > 1) return null;
    const kind = FRAME_KINDS.find(is);
    if (kind === undefined) throw new Error(`internal: frame ${frame} is of no kind`);
    return kind.id;
  });
}
