/** What the module `zones` looks at: it has no fields, since no frame ever goes to another zone. */
import type { LaidOut, Look, ModuleState } from "../../rules/module.js";
import type { CoreViews } from "../../state/views.js";
import { ordersIn } from "../../words/fallback.js";
import { zoneOfEach, zonesOf } from "../../words/initial-memory.js";
import { QUARANTINE_VIEWS } from "../quarantine/views.js";
import { ZONE_VIEWS } from "./views.js";

export const ZONE_STATE: ModuleState = { look: lookForFrames };

function lookForFrames(views: CoreViews, { scope, commands }: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(ZONE_VIEWS);
  const from = views.has(QUARANTINE_VIEWS.clean) ? views.offset(QUARANTINE_VIEWS.clean) : offsets.free;
  const zones = commands.flatMap((command) => (command.kind === "alloc-zone" ? [command.zone] : []));
  const orders = ordersIn(scope.fallback, zonesOf(scope));
  /** For each command the frames of the zones that serve it, `frameWords` words each. */
  const serving = new Int32Array(zones.length * frameWords);
  for (const [c, asked] of zones.entries())
    for (const [frame, zone] of zoneOfEach(scope).entries())
      if (orders[asked - 1]?.includes(zone)) serving[c * frameWords + (frame >>> 5)]! |= 1 << (frame & 31);
  const none = views.wordsOf(ZONE_VIEWS["none-serves"]);
  return () => {
    for (let w = 0; w < none; w++) bits[own["none-serves"] + w] = 0;
    for (let c = 0; c < zones.length; c++) {
      let some = 0;
      for (let w = 0; w < frameWords; w++) {
        const free = bits[from + w]! & serving[c * frameWords + w]!;
        bits[own.serves + c * frameWords + w] = free;
        some |= free;
      }
      if (some === 0) bits[own["none-serves"] + (c >>> 5)]! |= 1 << (c & 31);
    }
  };
}
