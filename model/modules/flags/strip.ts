/** What the modules `flags` and `nodes` show below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { BLANK, signsOfPlane } from "../../state/signs.js";
import { FLAGS, type Flag } from "../../words/frames.js";
import { nodesOf } from "../../words/scope.js";

const SIGNS: Readonly<Record<Flag, string>> = { hotplug: "H", mirror: "M", nomap: "N" };

/** A line for each flag. */
export const FLAG_STRIP: Strip = {
  layers: ({ scope, layout }, state) =>
    FLAGS.map((flag) => ({ signs: signsOfPlane(scope, layout, state, flag, SIGNS[flag]), text: flag })),
  legend: FLAGS.map((flag) => `${SIGNS[flag]} marked ${flag}`),
};

/** One line: the number of the node, where that is not the first. */
export const NODE_STRIP: Strip = {
  layers: ({ scope, layout }, state) => {
    const later = Array.from({ length: Math.max(0, nodesOf(scope) - 1) }, (_, i) => i + 2);
    const planes = later.map((node) => signsOfPlane(scope, layout, state, `node-${node}`, `${node}`));
    const [first = []] = planes;
    const signs = first.map((_, unit) => planes.find((plane) => plane[unit] !== BLANK)?.[unit] ?? BLANK);
    return [{ signs, text: "node" }];
  },
  legend: ["2 on node 2, others on node 1"],
};
