/** Bundles what runs in a page: the program, its style, and each module of an allocator as a script. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
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

/** An import in a compiled module: the whole, or what it takes, and from where. */
const IMPORT = /^import (?:\* as (\w+)|\{ ([^}]*) \}) from "(\.[^"]*)";$/gm;
/** The names in it, as the other module knows them. */
const TAKEN = /(?<!as )\b\w+(?=,| as |$)/g;

/** Notes in `uses` what is taken of a module. */
function take(uses, module, names) {
  uses.set(module, new Set([...(uses.get(module) ?? []), ...names]));
}

/**
 * What a script imports and the program has is shared: a class that is known here is known there. It is taken
 * by name, since what a bundler adds to take a whole module was most of a script. `isShared` says of a module
 * whether it is, and `uses` gets what is taken of each that is, by its name.
 */
function sharing(isShared, uses) {
  return {
    name: "sharing",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
        const contents = readFileSync(path, "utf8").replaceAll(IMPORT, (whole, all, names, from) => {
          const module = nameOf(resolve(dirname(path), from));
          if (!isShared(module)) return whole;
          take(uses, module, all === undefined ? names.match(TAKEN) : ["*"]);
          const pattern = all ?? `{ ${names.replaceAll(" as ", ": ")} }`;
          return `const ${pattern} = allocheck.PARTS[${JSON.stringify(module)}];`;
        });
        return { contents, loader: "js" };
      });
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, importer }) => {
        const module = nameOf(resolve(resolveDir, path));
        if (importer !== "<stdin>" && isShared(module)) throw new Error(`${importer} would bring ${module}`);
        return undefined;
      });
    },
  };
}

/** What a page does without: it takes single steps, one command at a time, and nobody mistypes a name there. */
const LEFT_OUT = [
  [/[\\/]systems[\\/]expansion\.ts$/, "export class Expansion {}"],
  [/[\\/]basics[\\/]suggestion\.ts$/, "export const suggestion = () => undefined;"],
];
/** Texts that it does not show: what an option of the command line is for, and a contract in one sentence. */
const UNSHOWN = /\b(help|summary):\s*"[^"]*"/g;
const withoutThose = {
  name: "without-those",
  setup: ({ onLoad }) => {
    for (const [filter, contents] of LEFT_OUT) onLoad({ filter }, () => ({ contents }));
    onLoad({ filter: /[\\/]model[\\/](?:contracts|modules|words)[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(UNSHOWN, '$1: ""'),
      loader: "ts",
    }));
  },
};

/** The program as one script, which has under one name what is taken of its parts. */
function bundleProgram(parts) {
  const names = [...parts.keys()].sort();
  const takenOf = (name, i) => [...parts.get(name)].sort().map((taken) => [taken, `${taken}_${i}`]);
  const imports = names.map((name, i) => {
    if (parts.get(name).has("*")) throw new Error(`internal: a script takes the whole of ${name}`);
    const taken = takenOf(name, i).map(([known, here]) => `${known} as ${here}`);
    return `import { ${taken.join(", ")} } from "./${name}.ts";`;
  });
  const table = names.map((name, i) => {
    const taken = takenOf(name, i).map(([known, here]) => `${known}: ${here}`);
    return `${JSON.stringify(name)}: { ${taken.join(", ")} }`;
  });
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
    plugins: [withParts, withoutThose],
  });
}

/** A module of `impl` as a script that adds it to the program, and what it takes of others. */
async function scriptOf(name) {
  const uses = new Map();
  const exported = Object.keys(await import(pathToFileURL(resolve(`dist/${name}.js`)).href)).join(", ");
  const contents = `import { ${exported} } from "./dist/${name}.js";
    allocheck.add(${JSON.stringify(name)}, { ${exported} });`;
  const { outputFiles } = await build({
    ...inPage,
    stdin: { contents, resolveDir: resolve(".") },
    plugins: [sharing((other) => other !== name, uses)],
    write: false,
  });
  return { script: outputFiles[0].text.trim(), uses };
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
  /^model\/(?:wasm\/|socket\/(?:define|offers)$|basics\/(?:once|suggestion)$|contracts\/contract-checks$)/;

/** That door as a script; `parts` gets what it takes of the program. */
async function bundleDoor(parts) {
  const contents = `import { fromWasm } from "./dist/model/wasm/from-wasm.js"; allocheck.open(fromWasm);`;
  const stdin = { contents, resolveDir: resolve(".") };
  const plugins = [sharing((name) => !OF_DOOR.test(name), parts)];
  await build({ ...inPage, stdin, plugins, outfile: `dist/${PROGRAM}/door.js` });
}

/** To be called when all is compiled. */
export async function bundlePages() {
  const definedIn = await defining();
  const parts = new Map();
  const modules = new Map();
  /** Those that a module needs come before it. */
  const addModule = async (name) => {
    const { script, uses } = await scriptOf(name);
    const needs = [...uses.keys()].filter((module) => module.startsWith("impl/"));
    for (const needed of needs) if (!modules.has(needed)) await addModule(needed);
    for (const [module, taken] of uses) if (!needs.includes(module)) take(parts, module, taken);
    modules.set(name, { script, needs });
  };
  for (const name of new Set(Object.values(definedIn))) if (!modules.has(name)) await addModule(name);
  writeFileSync(ALLOCATORS, JSON.stringify({ definedIn, modules: Object.fromEntries(modules) }));
  await bundleDoor(parts);
  await bundleProgram(parts);
}
