import type { AllocatorDefinition } from "../../model/allocator.js";
import type { Scope } from "../../model/scope.js";
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
    private readonly code: number,
  ) {
    super(scope);
  }

  override free(frame: number): number {
    const answer = super.free(frame);
    return answer < 0 ? this.code : answer;
  }
}

/** Refuses every wrong free with the same code. */
export function alwaysRefusesFreeWith(code: number): AllocatorDefinition {
  return madeUp((scope) => new WrongReason(scope, code));
}

class KeepsOneBack extends FirstFit {
  override alloc(): number {
    return this.holder.indexOf(0) === this.holder.length - 1 ? -1 : super.alloc();
  }
}

/** Refuses to hand out the last frame. */
export const keepsOneBack = madeUp((scope) => new KeepsOneBack(scope));
