/** Leaves out of a sequence whatever its finding does not need. */
import { inOrder } from "./draws.js";
import type { Divergence, InstancePair, PairOptions } from "./instance-pair.js";

/** So many commands may be given for it. */
const MOST_COMMANDS = 30_000;

/**
 * The shortest sequence that leaving out finds, for the same rule. Each is tried on instances that `fresh`
 * makes; where none of them shows it, on those that were used before, `used`.
 */
export function shrink(parted: Divergence, fresh: () => InstancePair, used: InstancePair): Divergence {
  return shrunk(parted, fresh) ?? shrunk(parted, () => used) ?? parted;
}

/** `null` where the whole sequence does not show it again, in any way. */
function shrunk(parted: Divergence, twins: () => InstancePair): Divergence | null {
  let left = MOST_COMMANDS;
  const again = (commands: readonly number[], way: PairOptions): Divergence | null => {
    left -= commands.length;
    const found = twins().run(inOrder(commands), way);
    const same = found?.plain === parted.plain && found.counterexample.rule === parted.counterexample.rule;
    return same ? found : null;
  };
  for (const way of [{}, { detours: true }, { littered: true }, { detours: true, looked: true }]) {
    const whole = again(parted.commands, way);
    if (whole === null) continue;
    let best: Divergence = whole;
    for (let size = whole.commands.length >> 1; size >= 1; ) {
      const before: number = best.commands.length;
      for (let at = before - size; at >= 0 && left > 0; at -= size)
        best = again(best.commands.toSpliced(at, size), way) ?? best;
      if (size > 1 || best.commands.length === before) size >>= 1;
    }
    return best;
  }
  return null;
}
