/** What compilers say of a person's code, as the misuse that it is. */
import { Misuse } from "../../model/basics/misuse.js";

/** How each compiler writes its first error: with the place before it, or on the line below. */
const ERRORS = [
  /^\S.*?: (?:fatal )?error: .*$/m,
  /^error.*?: (?<what>.*)\n\s*--> (?<place>\S+)/m,
  /^error.*$/m,
];

/** The compiler's own words stand beside the misuse; its line has the first error. */
export function complaint(shim: string, stderr: string, remedy = "mend what is named above"): Misuse {
  const said = stderr.trimEnd();
  const found = ERRORS.map((error) => error.exec(said)).find((match) => match !== null);
  const { what, place } = found?.groups ?? {};
  const first = place === undefined ? (found?.[0] ?? said.split("\n")[0] ?? "") : `${place}: ${what}`;
  return new Misuse("does-not-compile", `${shim} does not compile: ${first}`, remedy, said);
}

/** No compiler is there. */
export function noCompiler(shim: string, lacks: string, remedy: string): Misuse {
  return new Misuse("no-compiler", `${shim} cannot be compiled: ${lacks}`, remedy);
}
