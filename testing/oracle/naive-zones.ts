/**
 * Zones around any naive model: a request for one is an `alloc` of which only the answers count that are of a
 * zone that serves it.
 */
import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import type { Naive } from "./naive-enumeration.js";

/** The model with the module `zones`. */
export function naiveZones<S>(
  { frames, zones = 2, fallback = "", initial }: Scope,
  naive: Naive<S>,
): Naive<S> {
  const named = [...initial.matchAll(/(\d+) \w+ zone (\d)/g)].flatMap(([, count, zone]) =>
    new Array<number>(Number(count)).fill(Number(zone)),
  );
  // The first of the frames that are shared out get the larger shares where it does not come out even.
  const zoneOf = (frame: number) => named[frame] ?? 1 + Math.floor((frame * zones) / frames);
  const last = named.length === 0 ? zones : Math.max(...named);
  const requests = Array.from({ length: last }, (_, i): Command => ({ kind: "alloc-zone", zone: i + 1 }));
  const serving = (zone: number) => {
    const order = fallback.split(", ").find((each) => each.startsWith(`${zone}>`)) ?? `${zone}`;
    return order.split(">").map(Number);
  };
  const plain = (command: Command): Command => (command.kind === "alloc-zone" ? { kind: "alloc" } : command);
  const answersTo = (state: S, command: Command) => {
    const all = naive.answersTo(state, plain(command));
    if (command.kind !== "alloc-zone") return all;
    return all.filter((frame) => serving(command.zone).includes(zoneOf(frame)));
  };
  return {
    ...naive,
    commands: [...naive.commands, ...requests],
    reasonsAgainst: (state, command) => {
      const reasons = naive.reasonsAgainst(state, plain(command));
      if (command.kind !== "alloc-zone") return reasons;
      const others = reasons.filter((reason) => reason !== "exhausted");
      return answersTo(state, command).length === 0 ? [...others, "exhausted"].sort() : others;
    },
    answersTo,
    after: (state, command, answer) => naive.after(state, plain(command), answer),
    isBeyond: (state, command) => naive.isBeyond(state, plain(command)),
  };
}
