/** One replay in a worker. */
import { recordedContract, replay } from "../../counterexamples/replay.js";
import type { Pulse } from "../../explore/search/pulse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { contractNamed } from "../targets/by-name.js";
import type { Message, Replay } from "./messages.js";

/** What has become of a counterexample. Throws a `Misuse` where it cannot be replayed. */
export function replayed(
  definition: AllocatorDefinition | null,
  { counterexample }: Replay,
  pulse: Pulse,
): Message {
  if (definition === null) throw new Error("internal: a replay on the specification alone");
  const contract = recordedContract(counterexample, definition) ?? contractNamed(counterexample.contract);
  const fate = replay(counterexample, definition, contract, pulse);
  return { kind: "replayed", replayed: fate, allocator: definition.name };
}
