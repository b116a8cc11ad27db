import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Scope } from "../../model/words/scope.js";
import { FirstFit, madeUp } from "./first-fit.js";

class Answers extends FirstFit {
  constructor(
    scope: Scope,
    private readonly given: unknown,
  ) {
    super(scope);
  }

  /** What a plain JavaScript allocator might return by mistake; the type is a promise nobody keeps for it. */
  override alloc(): number {
    return this.given as number;
  }
}

/** Answers every alloc with the same thing, whatever it is. */
export function alwaysAnswers(given: unknown): AllocatorDefinition {
  return madeUp((scope) => new Answers(scope, given));
}

class WrongReason extends FirstFit {
  constructor(
    scope: Scope,
    private readonly given: unknown,
  ) {
    super(scope);
  }

  /** The type is a promise that not everything given here keeps. */
  override free(frame: number): number {
    const answer = super.free(frame);
    return answer < 0 ? (this.given as number) : answer;
  }
}

/** Refuses every wrong free with the same code, or with what is none. */
export function alwaysRefusesFreeWith(given: unknown): AllocatorDefinition {
  return madeUp((scope) => new WrongReason(scope, given));
}

class MovesWhenRefusing extends FirstFit {
  /** The type says read-only, which keeps no plain JavaScript from it. */
  override free(frame: number): number {
    const answer = super.free(frame);
    if (answer < 0) (this as { state: Uint8Array }).state = this.state.slice();
    return answer;
  }
}

/** Refuses rightly, and goes on with a copy of its bytes. */
export const movesWhenRefusing = madeUp((scope) => new MovesWhenRefusing(scope));

class MovesAndThrows extends FirstFit {
  override alloc(): number {
    if (this.holder.indexOf(0) !== 1) return super.alloc();
    (this as { state: Uint8Array }).state = this.state.slice(); // as above
    throw new Error("moved");
  }
}

/** Throws where it would hand out frame 1, and has moved its bytes by then. */
export const movesAndThrows = madeUp((scope) => new MovesAndThrows(scope));

class KeepsOneBack extends FirstFit {
  override alloc(): number {
    return this.holder.indexOf(0) === this.holder.length - 1 ? -1 : super.alloc();
  }
}

/** Refuses to hand out the last frame. */
export const keepsOneBack = madeUp((scope) => new KeepsOneBack(scope));
