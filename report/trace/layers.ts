/** What modules know of frames beyond who holds them, as layers of the strip of a moment. */
import { modulesIn } from "../../model/modules/all.js";
import type { Layer } from "../../model/rules/module.js";
import type { Specification } from "../../model/specification/specification.js";
import { BLANK } from "../../model/state/signs.js";
import { inOrder } from "../../model/words/scope.js";

/** The layers of a packed state that say something. */
export function layersOf({ scope, layout, ranges }: Specification, state: Int32Array): Layer[] {
  return modulesIn(scope)
    .flatMap(({ strip }) => strip?.layers({ scope, layout, ranges }, state) ?? [])
    .filter(({ signs }) => signs.some((sign) => sign !== BLANK));
}

/** What the signs of the layers of a scope's modules mean, for a legend. */
export function layerLegend(modules: readonly string[]): string[] {
  return modulesIn({ modules: inOrder(modules) }).flatMap(({ strip }) => strip?.legend ?? []);
}
