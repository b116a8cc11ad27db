/** The life of a frame: which commands take it from which kind to which, found by exploring the rules. */
import { VIEWS, type View, type ViewId } from "../../model/rules/rules.js";
import { Specification } from "../../model/specification/specification.js";
import { COMMAND_KINDS, type CommandKind } from "../../model/words/commands.js";
import { type Scope, scopeOf } from "../../model/words/scope.js";
import { Search } from "../search/search.js";
import { SpecAlone } from "../systems/spec-alone.js";

/** What a frame can be, by the views it is in; the first kind with such a view counts. */
export const FRAME_KINDS = [
  { id: "leaked", views: ["leaked"] },
  { id: "inserted", views: ["shown"] },
  { id: "stashed", views: ["stashed"] },
  { id: "borrowed", views: ["live", "held-slice"] },
  { id: "protected", views: ["protected"] },
  { id: "reserved", views: ["reserved"] },
  { id: "quarantined", views: ["waiting"] },
  { id: "allocated", views: ["allocated"] },
  { id: "free", views: ["free"] },
] as const satisfies readonly { readonly id: string; readonly views: readonly ViewId[] }[];
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
  const isIn = (view: ViewId, frame: number) =>
    isInForce(view, scope) && ((views.bits[views.offset(view) + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  return Array.from({ length: scope.frames }, (_, frame) => {
    const is = (kind: { readonly views: readonly ViewId[] }) => kind.views.some((view) => isIn(view, frame));
    if (KEPT.filter(is).length > 1) return null;
    const kind = FRAME_KINDS.find(is);
    if (kind === undefined) throw new Error(`internal: frame ${frame} is of no kind`);
    return kind.id;
  });
}

/** Whether a view is of the core or of a module in force. */
function isInForce(view: ViewId, { modules }: Scope): boolean {
  const { module = "core" }: View = VIEWS[view];
  return modules.some((id) => id === module);
}
