/** C by clang and wasm-ld of the machine, or by those of `@yowasp/clang`. */
import { existsSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { Misuse } from "../../model/basics/misuse.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { clangOfMachine } from "./clang.js";
import { complaint, noCompiler } from "./complaint.js";
import { flagsFor, LINK_FLAGS, TOLD_CHECKS } from "./languages.js";
import { dependencies } from "./make-rule.js";
import { type Request, TEMPLATES } from "./request.js";
import { yowasp } from "./yowasp.js";

/** Compiles each source by itself, then links them. */
export async function compileC(request: Request): Promise<Uint8Array> {
  const { shim, settings, workshop, uses } = request;
  const kit = [`${TEMPLATES}c/libc`, `${TEMPLATES}c`];
  const clang = clangOfMachine(request) ?? (await yowasp(request, [...settings.include, ...kit]));
  if (clang === undefined)
    throw noCompiler(
      shim,
      "clang and wasm-ld are not on the PATH",
      "install both (apt install clang lld, brew install llvm lld), or run: npm install @yowasp/clang",
    );
  const flagsOf = (source: string) => [
    ...flagsFor(source),
    ...TOLD_CHECKS,
    ...settings.define.map((macro) => `-D${macro}`),
    ...settings.include.map((directory) => `-I${directory}`),
    ...settings.flags,
    ...kit.flatMap((directory) => ["-idirafter", directory]),
  ];
  const sources = [shim, ...settings.sources, LIBC];
  const parts = sources.map((source, i) => ({
    source,
    to: join(workshop, `${i}-${basename(source, extname(source))}`),
  }));
  const [names, ...compiled] = await Promise.all([
    clang([...flagsOf(shim), "-fsyntax-only", "-Wno-everything", "-Wmissing-prototypes", shim]),
    ...parts.map(({ source, to }) =>
      clang([...flagsOf(source), "-c", source, "-o", `${to}.o`, "-MMD", "-MF", `${to}.d`]),
    ),
  ]);
  for (const { to } of parts)
    if (existsSync(`${to}.d`)) for (const file of dependencies(readFileSync(`${to}.d`, "utf8"))) uses(file);
  const failed = compiled.filter(({ ok }) => !ok);
  if (failed.length > 0) throw complaint(shim, failed.map(({ stderr }) => stderr).join(""));
  const stray = /'(ac_\w+)' \[-Wmissing-prototypes\]/.exec(names.stderr)?.[1];
  if (stray !== undefined) throw noCommand(shim, stray);
  const module = join(workshop, "module.wasm");
  const linked = await clang([...LINK_FLAGS, ...parts.map(({ to }) => `${to}.o`), "-o", module]);
  if (!linked.ok)
    throw complaint(
      shim,
      linked.stderr.replace(/\d+-(?=[\w.-]+\.o\b)/g, "").replaceAll(`${workshop}/`, ""),
      LINK_REMEDY,
    );
  return readFileSync(module);
}

/** What most sources expect of a C library. */
const LIBC = `${TEMPLATES}c/libc/libc.c`;

const LINK_REMEDY = "define it in the shim, or name its file there: // allocheck: sources FILE";

/** A name of ours that the header does not know is exported to nobody, and would never be tried. */
function noCommand(shim: string, name: string): Misuse {
  const header = readFileSync(`${TEMPLATES}c/allocheck.h`, "utf8");
  const known = [...new Set([...header.matchAll(/^AC_EXPORT\((\w+)\)/gm)].map(([, name = ""]) => name))];
  if (known.includes(name))
    return new Misuse(
      "no-command",
      `${shim} defines ${name} as no header that it includes declares it`,
      '#include "allocheck.h", which exports it, and take its parameters',
    );
  const close = suggestion(name, known);
  const remedy = close === undefined ? `the header has ${known.join(", ")}` : `did you mean ${close}?`;
  return new Misuse("no-command", `${shim} defines ${name}, which allocheck.h does not have`, remedy);
}
