/** The life of a frame: which commands take it from which kind to which, found by exploring the rules. */
import { MODULES } from "../../model/modules/all.js";
import type { FrameKind } from "../../model/rules/module.js";
import { Specification } from "../../model/specification/specification.js";
import type { View } from "../../model/state/view.js";
import { COMMAND_KINDS, type CommandKind } from "../../model/words/commands.js";
import { MODULE_IDS, type Scope, scopeOf } from "../../model/words/scope.js";
import { Search } from "../search/search.js";
import { SpecAlone } from "../systems/spec-alone.js";

/** What a frame can be, by the views it is in; the first kind with such a view counts. */
const FRAME_KINDS = Object.values(MODULES)
  .flatMap(({ frameKinds = [] }) => frameKinds)
  .sort((a, b) => a.rank - b.rank);

/** One change of a frame. */
export interface LifecycleEdge {
  readonly from: string;
  readonly to: string;
  readonly command: CommandKind;
}

const SMALL = { frames: 2, owners: 1, slices: 1, handles: 1 };

/**
 * Part by part, since what they say of a frame does not depend on each other. Two slices at once in the
 * first, so that a frame stays borrowed when one of them ends.
 */
const TOGETHER: readonly Scope[] = [
  scopeOf({ frames: 3, owners: 2, slices: 2, modules: ["core", "blocks", "phases"] }),
  scopeOf({ ...SMALL, modules: ["provenance"] }),
  scopeOf({ ...SMALL, modules: ["protected", "contents"] }),
  scopeOf({ ...SMALL, modules: ["handles", "quarantine"] }),
];

/** These, and by itself whatever else knows what a frame can be. */
export const LIFECYCLE_SCOPES: readonly Scope[] = [
  ...TOGETHER,
  ...MODULE_IDS.filter((id) => MODULES[id].frameKinds !== undefined)
    .filter((id) => !TOGETHER.some(({ modules }) => modules.includes(id)))
    .map((id) => scopeOf({ ...SMALL, modules: [id] })),
];

/** Every change of a frame that some state of the scopes allows, each once, in the order of its kinds. */
export function frameLifecycle(scopes: readonly Scope[] = LIFECYCLE_SCOPES): LifecycleEdge[] {
  const edges = new Map(
    scopes.flatMap(edgesIn).map((edge) => [`${edge.from} ${edge.to} ${edge.command}`, edge]),
  );
  const place = (kind: string) => FRAME_KINDS.findIndex(({ id }) => id === kind);
  return [...edges.values()].sort(
    (a, b) =>
      place(b.from) - place(a.from) ||
      place(b.to) - place(a.to) ||
      COMMAND_KINDS.indexOf(a.command) - COMMAND_KINDS.indexOf(b.command),
  );
}

function edgesIn(scope: Scope): LifecycleEdge[] {
  const specification = new Specification(scope);
  const system = new SpecAlone(specification);
  const search = new Search(system);
  while (search.advance(4096));
  const { visited } = search;
  const { successors, words } = system;
  const edges = new Map<string, LifecycleEdge>();
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
function kindsOf({ views, scope }: Specification): (string | null)[] {
  const isIn = (view: View, frame: number) =>
    views.has(view) && ((views.bits[views.offset(view) + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  return Array.from({ length: scope.frames }, (_, frame) => {
    const is = ({ view }: FrameKind) => isIn(view, frame);
    const besides = FRAME_KINDS.filter((kind) => kind.beside === true && is(kind)).map(({ id }) => id);
    if (new Set(besides).size > 1) return null;
    const kind = FRAME_KINDS.find(is);
    if (kind === undefined) throw new Error(`internal: frame ${frame} is of no kind`);
    return kind.id;
  });
}
