/**
 * Tries a search that has closed once more, by the instance that has been through all of it.
 *
 * The first states and a sample of all are expanded in the opposite order, and must lead where they led on
 * a fresh instance. From a few of them two instances walk straight on. What is drawn depends on the
 * content of a state alone: it is the same for any number of workers.
 */

import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import { FindingLog, type Found } from "../search/finding-log.js";
import type { Pulse } from "../search/pulse.js";
import { hashOf, type VisitedSet } from "../search/visited.js";
import { Deferrals } from "../systems/deferred.js";
import { Lockstep } from "../systems/lockstep.js";
import { chained, Draws, inOrder } from "./draws.js";
import { InstancePair } from "./instance-pair.js";

/** So many of the first states, and beyond them one of so many, a power of two. */
const FIRST = 128;
const ONE_OF = 64;
/** From one state of so many a walk begins, of so many commands. */
const WALK_OF = 512;
const WALK_LENGTH = 40;
const WAY = { detours: true, littered: true };
/** So many states are one piece of work. */
const AT_ONCE = 32;

/** A state from which the search does not go on as it did. */
export interface Difference {
  readonly state: number;
  /** What came out otherwise, or broke a rule, in that state, where it is one command. */
  readonly found: Found | null;
  /** The commands of a walk from there. */
  readonly walk: readonly number[];
}

export class SecondPass {
  /** The least state at which something came out otherwise. */
  unlike: Difference | null = null;
  private readonly log = new FindingLog();
  private readonly digests: number[] = [];
  private readonly work: Iterator<null>;
  private readonly local: boolean;

  /**
   * `used` has expanded all states; where its bytes mean nothing to another, it is its own witness, and
   * `pathTo` says which commands lead to a state.
   */
  constructor(
    private readonly definition: AllocatorDefinition,
    private readonly contract: Contract,
    private readonly specification: Specification,
    private readonly used: Lockstep,
    private readonly visited: VisitedSet,
    private readonly pulse: Pulse,
    private readonly pathTo: (state: number) => readonly number[] = () => [],
  ) {
    this.local = used.main.allocator.local === true;
    this.work = this.parts();
  }

  /** Goes on by some states; false once there is no more to do. */
  advance(): boolean {
    for (let n = 0; n < AT_ONCE; n++) if (this.work.next().done === true) return false;
    return true;
  }

  private *parts(): Generator<null> {
    const { used, local } = this;
    const witness = local
      ? used
      : new Lockstep(this.specification, this.definition, this.contract, this.pulse);
    const chosen: number[] = [];
    for (let state = 0; state < this.visited.count; state++) {
      if (!this.isDrawn(state, ONE_OF) && state >= FIRST) continue;
      chosen.push(state);
      this.digests.push(this.digest(witness, state));
      yield null;
    }
    for (let i = chosen.length - 1; i >= 0; i--) {
      const state = chosen[i]!;
      if (this.digest(used, state) !== this.digests[i]) this.unlike = { state, found: null, walk: [] };
      yield null;
    }
    const [found] = this.log.found;
    if (found !== undefined) this.unlike = { state: found.state, found, walk: [] };
    if (this.unlike === null) yield* this.walks();
  }

  private *walks(): Generator<null> {
    const deferrals = new Deferrals();
    const twins = new InstancePair(this.definition, this.contract, this.specification, this.pulse, deferrals);
    const draws = new Draws(twins);
    for (let state = 0; state < this.visited.count && this.unlike === null; state++) {
      if (!this.isDrawn(state, WALK_OF)) continue;
      const path = this.local ? this.pathTo(state) : [];
      const drawn = draws.walk(this.hash(state), WALK_LENGTH);
      const start = this.local ? twins.start : { state: this.wordsOf(state), commands: [], answers: [] };
      const next = chained(inOrder(path), drawn);
      const parted = deferrals.during(() => twins.run(next, WAY, start));
      if (parted !== null) this.unlike = { state, found: null, walk: parted.commands.slice(path.length) };
      yield null;
    }
  }

  /** Where a state leads, as a number. What breaks a rule now did not when it was expanded first. */
  private digest(system: Lockstep, state: number): number {
    const { visited, log } = this;
    log.state = state;
    const count = system.expand(visited.chunkOf(state), visited.offsetOf(state), 0, log);
    const { states, commands, answers, words } = system.successors;
    let digest = count;
    for (let i = 0; i < count; i++)
      digest = mixed(mixed(digest, commands[i]!), answers[i]!) ^ hashOf(states, i * words, words);
    return digest;
  }

  private isDrawn(state: number, oneOf: number): boolean {
    return ((this.hash(state) >>> 3) & (oneOf - 1)) === 0;
  }

  private hash(state: number): number {
    const { visited, specification, local } = this;
    // The numbers of snapshots depend on the order in which contents were met.
    const words = local ? specification.layout.words : visited.words;
    return hashOf(visited.chunkOf(state), visited.offsetOf(state), words);
  }

  private wordsOf(state: number): Int32Array {
    const at = this.visited.offsetOf(state);
    return this.visited.chunkOf(state).slice(at, at + this.visited.words);
  }
}

function mixed(digest: number, word: number): number {
  const product = Math.imul(digest ^ word, 0x85ebca6b);
  return product ^ (product >>> 15);
}
