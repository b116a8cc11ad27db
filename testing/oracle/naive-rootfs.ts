/**
 * The files of rootfs, around the naive model of a boot: for each its frame, and who uses it. A frame has
 * one unit.
 *
 * Written from the sentences of the rules and from nothing in model/ but the names of commands.
 */
import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import type { Boot } from "./naive-boot.js";
import type { Naive } from "./naive-enumeration.js";

interface File {
  readonly frame: number;
  /** Whether it shows a frame of the initrd, and has none for itself. */
  readonly inPlace: boolean;
  readonly open: boolean;
  readonly looped: boolean;
  readonly covered: boolean;
}

interface RootfsState {
  readonly rest: Boot;
  readonly files: readonly File[];
  readonly switched: boolean;
}

const KINDS = [
  "create-file",
  "show-file",
  "open-file",
  "close-file",
  "attach-loop",
  "detach-loop",
  "mount-over",
  "unmount",
] as const;

/** The model with the module `rootfs`. */
export function naiveRootfs({ frames }: Scope, naive: Naive<Boot>): Naive<RootfsState> {
  const own = Array.from({ length: frames }, (_, frame) => KINDS.map((kind): Command => ({ kind, frame })));
  const isOwn = ({ kind }: Command) => kind === "switch-root" || KINDS.some((each) => each === kind);
  const isKept = ({ stage }: Boot) => ["reserved", "unpacking", "read"].includes(stage);
  const at = ({ files }: RootfsState, command: Command) =>
    "frame" in command ? files.find(({ frame }) => frame === command.frame) : undefined;
  const copies = ({ files }: RootfsState) => files.filter(({ inPlace }) => !inPlace);
  const touches = ({ frame }: File, command: Command) =>
    "range" in command && frame >= command.range.start && frame < command.range.start + command.range.count;

  function reasons(state: RootfsState, command: Command): (string | false)[] {
    const { rest, switched } = state;
    const file = at(state, command);
    const inReach = file !== undefined && !file.covered && !switched;
    switch (command.kind) {
      case "show-file":
        return [!(isKept(rest) && rest.initrd.includes(command.frame)) && "not-reserved"];
      case "open-file":
      case "attach-loop":
        return [!inReach && "absent"];
      case "close-file":
        return [!file?.open && "absent"];
      case "detach-loop":
        return [!file?.looped && "absent"];
      case "unmount":
        return [(switched || !file?.covered) && "absent"];
      case "switch-root":
        return [["reserved", "unpacking"].includes(rest.stage) && "unread", switched && "absent"];
      default:
        return [];
    }
  }

  /** What a file has is no reservation that others could use. */
  function besides(state: RootfsState, command: Command): string[] {
    switch (command.kind) {
      case "release":
      case "borrow":
        return copies(state).some((file) => touches(file, command)) ? ["not-reserved"] : [];
      case "free-initrd":
        return state.files.some(({ inPlace }) => inPlace) ? ["inserted"] : [];
      default:
        return [];
    }
  }

  function isBeyond(state: RootfsState, command: Command): boolean {
    const { rest, switched } = state;
    const file = at(state, command);
    const isTime = rest.over && !switched;
    switch (command.kind) {
      case "create-file":
        return !isTime || rest.units[command.frame] !== "client";
      case "show-file":
        return !isTime || file?.inPlace === true;
      case "mount-over":
        return !isTime || file === undefined || file.covered;
      case "open-file":
        return file?.open === true;
      case "attach-loop":
        return file?.looped === true;
      default:
        return false;
    }
  }

  const held = (rest: Boot, frame: number, holder: Boot["units"][number]): Boot => ({
    ...rest,
    units: rest.units.map((was, unit) => (unit === frame ? holder : was)),
  });

  /** What was deleted and nobody uses is gone, and its frame is nobody's. */
  function tidied(state: RootfsState): RootfsState {
    if (!state.switched) return state;
    const isOver = ({ open, looped, covered }: File) => !open && !looped && !covered;
    const over = state.files.filter(isOver);
    const rest = over
      .filter(({ inPlace }) => !inPlace)
      .reduce((boot, { frame }) => held(boot, frame, "nobody"), state.rest);
    return { ...state, rest, files: state.files.filter((file) => !isOver(file)) };
  }

  function after(state: RootfsState, command: Command): RootfsState {
    const { rest, files } = state;
    const with_ = (changed: Partial<File>) => ({
      ...state,
      files: files.map((file) =>
        "frame" in command && file.frame === command.frame ? { ...file, ...changed } : file,
      ),
    });
    const made = (frame: number, inPlace: boolean) =>
      [...files, { frame, inPlace, open: false, looped: false, covered: false }].sort(
        (one, other) => one.frame - other.frame,
      );
    switch (command.kind) {
      case "create-file":
        return { ...state, rest: held(rest, command.frame, 1), files: made(command.frame, false) };
      case "show-file":
        return { ...state, files: made(command.frame, true) };
      case "open-file":
        return with_({ open: true });
      case "close-file":
        return tidied(with_({ open: false }));
      case "attach-loop":
        return with_({ looped: true });
      case "detach-loop":
        return tidied(with_({ looped: false }));
      case "mount-over":
        return with_({ covered: true });
      case "unmount":
        return with_({ covered: false });
      default:
        return tidied({ ...state, switched: true });
    }
  }

  return {
    initial: { rest: naive.initial, files: [], switched: false },
    commands: [...naive.commands, ...own.flat(), { kind: "switch-root" }],
    reasonsAgainst: (state, command) =>
      isOwn(command)
        ? reasons(state, command)
            .filter((reason) => reason !== false)
            .sort()
        : [...new Set([...naive.reasonsAgainst(state.rest, command), ...besides(state, command)])].sort(),
    answersTo: ({ rest }, command) => (isOwn(command) ? [0] : naive.answersTo(rest, command)),
    after: (state, command, answer) =>
      isOwn(command) ? after(state, command) : { ...state, rest: naive.after(state.rest, command, answer) },
    keyOf: ({ rest, ...files }) => `${naive.keyOf(rest)} ${JSON.stringify(files)}`,
    isBeyond: (state, command) =>
      isOwn(command) ? isBeyond(state, command) : naive.isBeyond(state.rest, command),
  };
}
