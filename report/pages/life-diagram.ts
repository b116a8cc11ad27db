/** The life of a frame as a Mermaid state diagram, which code hosts draw. */
import type { LifecycleEdge } from "../../explore/rule-book/frame-lifecycle.js";

/** The lines of the diagram, its fence included; commands that do the same share an arrow. */
export function lifeDiagram(edges: readonly LifecycleEdge[]): string[] {
  const arrows = new Map<string, { readonly from: string; readonly to: string; readonly by: string[] }>();
  for (const { from, to, command } of edges) {
    const arrow = arrows.get(`${from} ${to}`) ?? { from, to, by: [] };
    arrow.by.push(command);
    arrows.set(`${from} ${to}`, arrow);
  }
  return [
    "```mermaid",
    "stateDiagram-v2",
    "  [*] --> free",
    ...[...arrows.values()].map(({ from, to, by }) => `  ${from} --> ${to}: ${by.join(", ")}`),
    "```",
  ];
}
