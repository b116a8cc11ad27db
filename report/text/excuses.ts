/** Which contract gives leave to refuse what an allocator refused, in the very state in which it did. */
import { leaveIn, placesIn } from "../../explore/systems/leave.js";
import { contractByName } from "../../model/contracts/combined.js";
import {
  ARENA,
  BATCHED,
  CLASSES,
  COUNTED,
  type Contract,
  LAZY,
  PINNED,
  STRICT,
  WHOLE,
} from "../../model/contracts/named.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { Command } from "../../model/words/commands.js";
import { ALL_FREE } from "../../model/words/memory-map.js";
import { GIVING, hasRole, TAKING } from "../../model/words/roles.js";
import { machineOf, statesAlong } from "../trace/memory-strip.js";

/** What an allocator of each may have; of two about a settle the first that fits is told. */
const EXCUSES: readonly (readonly [contract: Contract, what: string])[] = [
  [LAZY, "what was given back may wait for a settle"],
  [BATCHED, "a cache keeps what it took in advance until a settle"],
  [COUNTED, "its counter is full"],
  [WHOLE, "a reservation is released as it was made"],
  [PINNED, "slices are a count that holds up each release"],
  [CLASSES, "a block is looked for by the class of its size"],
  [ARENA, "what is given back is found again once all is"],
];

/** For each contract that would let the last step of a trace be refused, when it is the one to take. */
export function excusesFor(found: Counterexample, own: Contract): string[] {
  const command = found.steps.at(-1)?.command;
  const machine = machineOf(found);
  const { specification } = machine;
  const c = command === undefined ? undefined : machine.numberOf(command);
  const state = statesAlong(found, machine).at(-1); // what was refused has changed nothing
  if (command === undefined || c === undefined || state === undefined) return [];
  specification.views.look(state, 0);
  const gaveBack = found.steps.some(({ command: { kind } }) => hasRole(kind, ...GIVING));
  const named = command.kind === "reserve"; // a place is named, and none is looked for
  const unaligned = !("align" in command) || command.align === 1; // of others a class says nothing
  const fits = EXCUSES.filter(
    ([contract]) =>
      contract.mayRefuse[command.kind] !== undefined &&
      (unaligned || contract !== CLASSES) &&
      (contract !== ARENA || (gaveBack && !named)) &&
      found.scope.modules.includes(contract.leaveWith ?? "core") &&
      leaveIn(specification, contract)(c, state, 0),
  );
  const has = (contract: Contract) => fits.some(([other]) => other === contract);
  const told = fits.filter(
    ([contract]) => !(contract === BATCHED && has(LAZY)) && !(contract === WHOLE && has(PINNED)),
  );
  const isFirst = found.scope.initial === ALL_FREE && !gaveBack && told.length === 0;
  const hasLess = command.kind === "alloc" && found.scope.frames <= MANY_FRAMES;
  const isBounded = hasRole(command.kind, ...TAKING) && found.scope.frames > MANY_FRAMES;
  return [
    ...(isFirst && hasLess ? [LESS] : []),
    ...(isFirst && isBounded ? [BOUNDED] : []),
    ...(isBuddys(command) && placesIn(specification, 0, (count) => [count, count])(c) ? [BUDDY] : []),
    ...told.map(([contract, what]) => `if ${what}: --contract ${withMore(own, contract)}`),
  ];
}

const LESS =
  'if some of its pool is not free at first: --map "1 hole, 3 free", as make reads it with memoryOf(scope)';

/** A pool of more is larger than any that a person would ask for. */
const MANY_FRAMES = 8;
const BOUNDED =
  "if no pool is so large: mostFrames in its definition, AC_REFUSED from ac_init in C, say how large one is";

/** What fits only where no buddy lies. */
const BUDDY =
  "if blocks lie at multiples of their size: offers in its definition, ac_offers_block in C, say align === count";

function isBuddys(command: Command): boolean {
  return command.kind === "alloc-block" && command.align === 1 && Number.isInteger(Math.log2(command.count));
}

/** Such a contract beside what was left open before; a cache that takes in advance is lazy as well. */
function withMore({ id }: Contract, more: Contract): string {
  const before = id
    .split("+")
    .filter((part) => part !== STRICT.id && !(more === BATCHED && part === LAZY.id));
  const name = [...before, more.id].join("+");
  try {
    return contractByName(name) === null ? more.id : name;
  } catch {
    return more.id; // they cannot be both
  }
}
