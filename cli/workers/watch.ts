/** Looks whether the allocator that a worker runs still moves, and finds the call that does not return. */
import { IDLE, type Place, type Pulse, placeIn, TURN } from "../../explore/search/pulse.js";

/** How often it looks: a tenth of the limit, within these. */
const SHORTEST_MILLISECONDS = 10;
const LONGEST_MILLISECONDS = 100;

/**
 * Calls `onHang` once when a call takes longer than the limit of the pulse, or than the seconds that
 * `limitAt` gives the place it is in. Returns what ends the watch.
 */
export function watch(
  pulse: Pick<Pulse, "cells" | "seconds">,
  onHang: (place: Place) => void,
  limitAt: (place: Place) => number = () => pulse.seconds,
): () => void {
  const pause = Math.min(Math.max(pulse.seconds * 100, SHORTEST_MILLISECONDS), LONGEST_MILLISECONDS);
  let seen: Place | null = null;
  let turn = 0;
  let waited = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const place = placeIn(pulse.cells);
    const now = performance.now();
    // A process that was stopped, or a machine that slept, has not waited all that time.
    waited =
      isSame(place, seen) && turn === pulse.cells[TURN] ? waited + Math.min(now - before, 2 * pause) : 0;
    before = now;
    seen = place;
    turn = pulse.cells[TURN]!;
    if (place.call === IDLE || waited <= 1000 * limitAt(place)) return;
    clearInterval(timer);
    onHang(place);
  }, pause);
  return () => clearInterval(timer);
}

/** Calls `onTime` after so much waiting, in which a time for which the process was stopped is none. */
export function afterWaiting(milliseconds: number, onTime: () => void): () => void {
  const pause = Math.min(milliseconds / 10, LONGEST_MILLISECONDS);
  let waited = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    waited += Math.min(now - before, 2 * pause);
    before = now;
    if (waited < milliseconds) return;
    clearInterval(timer);
    onTime();
  }, pause);
  return () => clearInterval(timer);
}

function isSame(a: Place, b: Place | null): boolean {
  return (
    b !== null && a.phase === b.phase && a.number === b.number && a.command === b.command && a.call === b.call
  );
}
