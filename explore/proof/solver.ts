/** z3, an optional peer, as WebAssembly: it is given a script and says whether some state meets it. */
import { Misuse } from "../../model/basics/misuse.js";

const PACKAGE: string = "z3-solver";

/** As much of the package as is used: handles are numbers. */
interface Z3 {
  get_full_version(): string;
  mk_config(): number;
  del_config(config: number): void;
  mk_context(config: number): number;
  del_context(context: number): void;
  mk_solver(context: number): number;
  solver_inc_ref(context: number, solver: number): void;
  solver_set_params(context: number, solver: number, params: number): void;
  solver_assert(context: number, solver: number, ast: number): void;
  solver_check(context: number, solver: number): Promise<number>;
  solver_get_model(context: number, solver: number): number;
  solver_get_reason_unknown(context: number, solver: number): string;
  model_to_string(context: number, model: number): string;
  mk_params(context: number): number;
  params_inc_ref(context: number, params: number): void;
  params_set_uint(context: number, params: number, name: number, value: number): void;
  mk_string_symbol(context: number, name: string): number;
  parse_smtlib2_string(context: number, text: string, ...none: readonly (readonly never[])[]): number;
  ast_vector_inc_ref(context: number, vector: number): void;
  ast_vector_size(context: number, vector: number): number;
  ast_vector_get(context: number, vector: number, index: number): number;
  get_error_code(context: number): number;
  get_error_msg(context: number, code: number): string;
  interrupt(context: number): void;
}

interface Loaded {
  readonly Z3: Z3;
  readonly em: { readonly PThread: { terminateAllThreads(): void } };
}

/** What a solver says of a script: no state meets it, one does, or it gave up, and why. */
export type Answer =
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly model: string }
  | { readonly kind: "unknown"; readonly because: string };

/** A solver that was loaded; `end` lets the process go. */
export class Solver {
  /** The context of the script under way. */
  private asked: number | null = null;

  private constructor(private readonly loaded: Loaded) {}

  /** Loads it. Throws a `Misuse` where the package is not installed. */
  static async load(): Promise<Solver> {
    const solver = await Solver.find();
    if (solver !== null) return solver;
    throw new Misuse(
      "no-solver",
      "a proof needs z3, which is not installed",
      "run npm install z3-solver, or allocheck prove --smt2 FILE for a solver of your own",
    );
  }

  /** Loads it; `null` where the package is not installed. */
  static async find(): Promise<Solver | null> {
    try {
      const { default: z3 } = (await import(PACKAGE)) as { default: { init(): Promise<Loaded> } };
      return new Solver(await z3.init());
    } catch (error) {
      if ((error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND") return null;
      throw error;
    }
  }

  /** Its name and version: `z3 5.1.0`. */
  get version(): string {
    return this.loaded.Z3.get_full_version().replace(/^Z3 (\d+\.\d+\.\d+).*$/s, "z3 $1");
  }

  /**
   * Whether some state meets a script without a command to check. `effort` bounds its steps, and not its
   * seconds: so it comes to the same on every machine.
   */
  async ask(script: string, effort: number): Promise<Answer> {
    const { Z3 } = this.loaded;
    const config = Z3.mk_config();
    const context = Z3.mk_context(config);
    Z3.del_config(config);
    this.asked = context;
    try {
      const solver = Z3.mk_solver(context);
      Z3.solver_inc_ref(context, solver);
      const params = Z3.mk_params(context);
      Z3.params_inc_ref(context, params);
      Z3.params_set_uint(context, params, Z3.mk_string_symbol(context, "rlimit"), effort);
      Z3.solver_set_params(context, solver, params);
      // Not eval_smtlib2_string: that reads its text on another thread, when it may be gone already.
      const parts = Z3.parse_smtlib2_string(context, script, [], [], [], []);
      const wrong = Z3.get_error_code(context);
      if (wrong !== 0) throw new Error(`internal: z3 cannot read it: ${Z3.get_error_msg(context, wrong)}`);
      Z3.ast_vector_inc_ref(context, parts);
      for (let i = 0; i < Z3.ast_vector_size(context, parts); i++)
        Z3.solver_assert(context, solver, Z3.ast_vector_get(context, parts, i));
      const said = await Z3.solver_check(context, solver);
      if (said === -1) return { kind: "none" };
      if (said === 0) return { kind: "unknown", because: Z3.solver_get_reason_unknown(context, solver) };
      return { kind: "some", model: Z3.model_to_string(context, Z3.solver_get_model(context, solver)) };
    } finally {
      this.asked = null;
      Z3.del_context(context);
    }
  }

  /** Gives up the script under way. */
  interrupt(): void {
    if (this.asked !== null) this.loaded.Z3.interrupt(this.asked);
  }

  /** Ends its threads, which would keep the process. */
  end(): void {
    this.loaded.em.PThread.terminateAllThreads();
  }
}
