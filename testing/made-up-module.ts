/** A module that is made up: a folder, and the lines that the house asks for. */
import type { Files, Line } from "./house-copy.js";

/** The module's folder, and two allocators that offer its command. */
export const FILES: Files = {
  "model/modules/pins/module.ts": "testing/made-up-module/pins/module.ts",
  "model/modules/pins/views.ts": "testing/made-up-module/pins/views.ts",
  "pinner.ts": "testing/made-up-module/pinner.ts",
  "forgets-pins.ts": "testing/made-up-module/forgets-pins.ts",
};

/** What a scope, a command line and a trace know it by: its names, each in a table. */
export const NAMED: readonly Line[] = [
  {
    file: "model/words/module-ids.ts",
    after: "MODULE_ROWS = {",
    before: "} as const",
    line: '  pins: { needs: [], countsIn: "frames", noWindow: null },',
  },
  {
    file: "model/words/command-table.ts",
    after: "PROVENANCE_COMMANDS = {",
    before: "} as const",
    line: '  pin: takes("pinRange", "uses-reserved", "range"),',
  },
  { file: "model/words/reasons.ts", after: "REASON_IDS = [", before: "] as const", line: '  "pinned",' },
  {
    file: "model/words/bounds.ts",
    after: "FURTHER_BOUNDS = {",
    before: "} as const",
    line: '  longestPin: { least: 1, most: 64, standard: 1, help: "frames of a pin", of: "pins" },',
  },
];

/** What the compiler asks for once it has these names. */
export const ASKED_FOR: readonly Line[] = [
  {
    file: "model/modules/all.ts",
    after: "from",
    before: "import { PROTECTED }",
    line: 'import { PINS } from "./pins/module.js";',
  },
  { file: "model/modules/all.ts", after: "MODULES:", before: "};", line: "  pins: PINS," },
  {
    file: "model/socket/provenance-methods.ts",
    after: "interface ProvenanceMethods {",
    before: "}",
    line: "  pinRange?(start: number, count: number): number;",
  },
  { file: "properties/invariants.ts", after: "INVARIANTS_OF:", before: "};", line: "  pins: []," },
  { file: "model/modules/formulas.ts", after: "FORMULAS:", before: "};", line: "  pins: null," },
  { file: "report/formats/promela.ts", after: "HAS_MODEL:", before: "};", line: "  pins: false," },
];

export const LINES: readonly Line[] = [...NAMED, ...ASKED_FOR];
