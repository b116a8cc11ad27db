/** The modules beyond the core put to work in a state: their fields, their views, their effects. */
import { BLOCK_STATE } from "../modules/blocks/state.js";
import { CONTENTS_STATE } from "../modules/contents/state.js";
import { FLAG_STATE, NODE_STATE } from "../modules/flags/state.js";
import { GROWTH_STATE } from "../modules/growth/state.js";
import { HANDLE_STATE } from "../modules/handles/state.js";
import { LIMIT_STATE } from "../modules/limits/state.js";
import { PROTECTED_STATE } from "../modules/protected/module.js";
import { PROVENANCE_STATE } from "../modules/provenance/state.js";
import { QUARANTINE_STATE } from "../modules/quarantine/module.js";
import { REGION_STATE } from "../modules/regions/state.js";
import { UNIT_STATE } from "../modules/units/state.js";
import type { BoundEffect, Clause, LaidOut, Look, ModuleState } from "../rules/module.js";
import { type Field, placesOf, read } from "../state/layout.js";
import { CoreViews, coreFields } from "../state/views.js";
import { MODULE_IDS, type ModuleId, type Scope } from "../words/scope.js";
import { Effects } from "./effects.js";

const PHASE_STATE: ModuleState = {
  fields: () => [{ id: "boot-over", entries: 1, bits: 1 }],
  look: ({ bits, further }, { layout }) => {
    const [place] = placesOf(layout, "boot-over");
    return (words, at) => {
      bits[further["boot-over"]] = read(words, at, place!);
    };
  },
};

const HAND_OVER_STATE: ModuleState = {
  look: ({ bits, offsets, further, frameWords }) => {
    return () => {
      const over = bits[further["boot-over"]]!; // phases come first
      bits[further.boot] = 1 - over;
      for (let w = 0; w < frameWords; w++)
        bits[further.returned + w] = over === 1 ? bits[offsets.unreserved + w]! : 0;
    };
  },
};

const FOREIGN_STATE: ModuleState = {
  look: ({ bits, further }) => {
    bits[further.argument] = 1;
    return () => {};
  },
};

const STATES: Readonly<Record<ModuleId, ModuleState>> = {
  core: {},
  blocks: BLOCK_STATE,
  phases: PHASE_STATE,
  foreign: FOREIGN_STATE,
  regions: REGION_STATE,
  limits: LIMIT_STATE,
  nodes: NODE_STATE,
  flags: FLAG_STATE,
  "hand-over": HAND_OVER_STATE,
  growth: GROWTH_STATE,
  provenance: PROVENANCE_STATE,
  protected: PROTECTED_STATE,
  handles: HANDLE_STATE,
  quarantine: QUARANTINE_STATE,
  contents: CONTENTS_STATE,
};

/** What commands also do to the fields of modules, as rules: those of every module. */
export const CLAUSES: readonly Clause[] = Object.values(STATES).flatMap(({ clauses = [] }) => clauses);

/** The states of the modules in force, and that of units where frames have several. */
function statesOf(scope: Scope): ModuleState[] {
  const states = MODULE_IDS.filter((id) => scope.modules.includes(id)).map((id) => STATES[id]);
  return scope.units === undefined ? states : [UNIT_STATE, ...states];
}

/** Whether there is nothing in a scope but the core. */
export function isPlain(scope: Scope): boolean {
  return scope.modules.length === 1 && scope.units === undefined;
}

/** The fields of a state, those of the core first. */
export function fieldsOf(scope: Scope): Field[] {
  return [...coreFields(scope), ...statesOf(scope).flatMap(({ fields }) => fields?.(scope) ?? [])];
}

/** The views of a scope with modules beyond the core. */
export class ModuleViews extends CoreViews {
  private readonly looks: readonly Look[];

  constructor(laidOut: LaidOut) {
    const { scope, layout, commands } = laidOut;
    super(scope, layout, commands);
    const states = statesOf(scope);
    this.looks = [
      ...states.flatMap(({ narrow }) => narrow?.(this, laidOut) ?? []),
      ...states.flatMap(({ look }) => look?.(this, laidOut) ?? []),
    ];
  }

  override look(words: Int32Array, at: number): void {
    super.look(words, at);
    for (let i = 0; i < this.looks.length; i++) this.looks[i]!(words, at);
  }
}

/** What commands do in a scope with modules beyond the core. */
export class ModuleEffects extends Effects {
  /** For each command what modules add to its effect. */
  private readonly further: readonly (readonly BoundEffect[])[];

  constructor(laidOut: LaidOut) {
    const { scope, layout, commands, without } = laidOut;
    super(scope, layout, commands);
    const states = statesOf(scope);
    const clauses = states.flatMap((state) => state.clauses ?? []).filter(({ id }) => !without.includes(id));
    this.further = commands.map((command) => [
      ...states.flatMap(({ effect }) => effect?.(command, laidOut) ?? []),
      ...clauses.flatMap(({ bind }) => bind(command, laidOut) ?? []),
    ]);
  }

  override apply(c: number, answer: number, target: Int32Array, to: number): void {
    super.apply(c, answer, target, to);
    this.applyFurther(c, answer, target, to);
  }

  override applyFurther(c: number, answer: number, target: Int32Array, to: number): void {
    const further = this.further[c]!;
    for (let i = 0; i < further.length; i++) further[i]!(target, to, answer);
  }
}
