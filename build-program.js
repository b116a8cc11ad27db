/** Bundles what runs in a page: the program, its style, and each module of an allocator as a script. */
import { readdirSync, writeFileSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const PROGRAM = "report/html/program";
const ALLOCATORS = "dist/report/html/allocators.json";
/** These never come back from a command, and a page has nobody who would end them. */
const NEVER_RETURN = "hanging.js";

const inPage = {
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2023",
  alias: { "node:util": `./${PROGRAM}/node.ts`, "node:url": `./${PROGRAM}/node.ts` },
  define: { "import.meta.url": '"file:///page"' },
  logLevel: "warning",
};

/** A module of the house by its path from the root, without what it ends in. */
function nameOf(path) {
  return relative(path.startsWith(resolve("dist")) ? "dist" : ".", path).replace(/\.[jt]s$/, "");
}

function fromProgram(name) {
  return { contents: `module.exports = allocheck.PARTS[${JSON.stringify(name)}]` };
}

/**
 * What a script imports and the program has is shared: a class that is known here is known there. `isShared`
 * says of a module whether it is, and `needs` gets the names of those that are.
 */
function sharing(isShared, needs) {
  return {
    name: "sharing",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const name = nameOf(resolve(resolveDir, path));
        if (!isShared(name)) return undefined;
        needs.add(name);
        return { path: name, namespace: "shared" };
      });
      onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => fromProgram(path));
    },
  };
}

/** A page takes single steps: what gives all commands of a state to an allocator is for a search alone. */
const withoutExpansion = {
  name: "without-expansion",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]systems[\\/]expansion\.ts$/ }, () => ({ contents: "export class Expansion {}" })),
};

/** The program as one script, which has its parts under one name. */
function bundleProgram(parts) {
  const names = [...parts].sort();
  const imports = names.map((name, i) => `import * as p${i} from "./${name}.ts";`);
  const table = names.map((name, i) => `${JSON.stringify(name)}: p${i}`);
  const contents = [...imports, `export const PARTS = { ${table.join(", ")} };`].join("\n");
  const withParts = {
    name: "with-parts",
    setup: ({ onLoad }) =>
      onLoad({ filter: /[\\/]program[\\/]parts\.ts$/ }, () => ({ contents, resolveDir: resolve(".") })),
  };
  return build({
    ...inPage,
    entryPoints: { program: `${PROGRAM}/main.ts`, page: `${PROGRAM}/page.css` },
    outdir: `dist/${PROGRAM}`,
    globalName: "allocheck",
    plugins: [withParts, withoutExpansion],
  });
}

/** A module of `impl` as a script that adds it to the program, and what it needs to be there before. */
async function scriptOf(name) {
  const needs = new Set();
  const contents = `import * as own from "./dist/${name}.js"; allocheck.add(${JSON.stringify(name)}, own);`;
  const { outputFiles } = await build({
    ...inPage,
    stdin: { contents, resolveDir: resolve(".") },
    plugins: [sharing((other) => other !== name, needs)],
    write: false,
  });
  return { script: outputFiles[0].text.trim(), needs: [...needs] };
}

/** The modules that define allocators, by the names of these. */
async function defining() {
  const { ALLOCATORS: known } = await import(pathToFileURL(resolve("dist/impl/registry.js")).href);
  const files = readdirSync("dist/impl", { recursive: true }).filter(
    (file) => /[\\/].*\.js$/.test(file) && !/\.test\.js$/.test(file) && basename(file) !== NEVER_RETURN,
  );
  const found = files.map(async (file) => {
    const path = resolve("dist/impl", file);
    const exported = Object.values(await import(pathToFileURL(path).href)).flat();
    return known.filter((one) => exported.includes(one)).map(({ name }) => [name, nameOf(path)]);
  });
  return Object.fromEntries((await Promise.all(found)).flat());
}

/** What the door for WebAssembly alone needs; all else it shares with the program. */
const OF_DOOR =
  /^model\/(?:wasm\/|socket\/(?:define|offers)$|words\/(?:once|suggestion)$|contracts\/contract-checks$)/;

/** That door as a script; `parts` gets what it needs of the program. */
async function bundleDoor(parts) {
  const contents = `import { fromWasm } from "./dist/model/wasm/from-wasm.js"; allocheck.open(fromWasm);`;
  const stdin = { contents, resolveDir: resolve(".") };
  const plugins = [sharing((name) => !OF_DOOR.test(name), parts)];
  await build({ ...inPage, stdin, plugins, outfile: `dist/${PROGRAM}/door.js` });
}

/** To be called when all is compiled. */
export async function bundlePages() {
  const definedIn = await defining();
  const parts = new Set();
  const modules = new Map();
  /** Those that a module needs come before it. */
  const addModule = async (name) => {
    const made = await scriptOf(name);
    for (const needed of made.needs)
      if (!needed.startsWith("impl/")) parts.add(needed);
      else if (!modules.has(needed)) await addModule(needed);
    modules.set(name, { ...made, needs: made.needs.filter((needed) => needed.startsWith("impl/")) });
  };
  for (const name of new Set(Object.values(definedIn))) if (!modules.has(name)) await addModule(name);
  writeFileSync(ALLOCATORS, JSON.stringify({ definedIn, modules: Object.fromEntries(modules) }));
  await bundleDoor(parts);
  await bundleProgram(parts);
}
