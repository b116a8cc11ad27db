/** A page pool for several CPUs in a few lines, with its lock and without, for tests. */
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { type ConcurrentOptions, defineConcurrentAllocator } from "../model/socket/define-concurrent.js";
import type { Access, Steps } from "../model/steps/accesses.js";
import { reasons } from "../model/words/reasons.js";

const FREE = 0;
const ALLOCATED = 1;
const RESERVED = 2;

type Body = Generator<Access, number, number>;

/** What a test wants otherwise. */
export interface PoolOptions extends Partial<Pick<ConcurrentOptions, "contract" | "perCpu">> {
  readonly name?: string;
  readonly locked?: boolean;
  /** Whether a refused release forgets to unlock. */
  readonly keepsLock?: boolean;
}

/** A pool whose commands of single frames look at a cell of status and one of pins a frame. */
export function pool({
  name = "pool",
  locked = true,
  keepsLock = false,
  ...more
}: PoolOptions = {}): AllocatorDefinition {
  return defineConcurrentAllocator({
    name,
    ...more,
    offers: {
      alloc: true,
      free: true,
      reserve: ({ range, owner }) => range.count === 1 && owner === 1,
      release: ({ range, owner }) => range.count === 1 && owner === 1,
      borrow: ({ range }) => range.count === 1,
      drop: ({ range }) => range.count === 1,
    },
    make(scope, memory) {
      const status = memory.cells("status", scope.frames, { bits: 2 });
      const pins = memory.cells("pins", scope.frames, { bits: 4 });
      const lock = memory.lock("lock");
      const command = (body: (frame: number) => Body) =>
        function* (_: unknown, frame = 0): Steps {
          if (locked) yield lock.lock();
          const answer = yield* body(frame);
          if (locked && !(keepsLock && body === release && answer < 0)) yield lock.unlock();
          return answer;
        };
      function* moves(frame: number, from: number, to: number): Body {
        if ((yield status.load(frame)) !== from) return reasons.REFUSED;
        yield status.store(frame, to);
        return 0;
      }
      function* release(frame: number): Body {
        if ((yield status.load(frame)) !== RESERVED) return reasons.REFUSED;
        if ((yield pins.load(frame)) > 0) return reasons.LIVE_SLICE;
        yield status.store(frame, FREE);
        return 0;
      }
      return {
        alloc: command(function* () {
          for (let frame = 0; frame < scope.frames; frame++)
            if ((yield status.load(frame)) === FREE) {
              yield status.store(frame, ALLOCATED);
              return frame;
            }
          return reasons.EXHAUSTED;
        }),
        free: command((frame) => moves(frame, ALLOCATED, FREE)),
        reserve: command((frame) => moves(frame, FREE, RESERVED)),
        release: command(release),
        borrow: command(function* (frame) {
          if ((yield status.load(frame)) !== RESERVED) return reasons.NOT_RESERVED;
          yield pins.store(frame, (yield pins.load(frame)) + 1);
          return 0;
        }),
        drop: command(function* (frame) {
          const held = yield pins.load(frame);
          if (held === 0) return reasons.NO_SUCH_SLICE;
          yield pins.store(frame, held - 1);
          return 0;
        }),
      };
    },
  });
}
