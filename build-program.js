/** Bundles what runs in a page: the program, its style, and each allocator of the house as a script. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const PROGRAM = "report/html/program";
const ALLOCATORS = "dist/report/html/allocators";
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

/** What an allocator shares with the program is there once: a class that is known here is known there. */
function shared(parts, isShared) {
  return {
    name: "shared",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const name = nameOf(resolve(resolveDir, path));
        if (!isShared(name)) return undefined;
        parts.add(name);
        return { path: name, namespace: "part" };
      });
      onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({
        contents: `module.exports = allocheck.PARTS[${JSON.stringify(path)}]`,
      }));
    },
  };
}

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
    plugins: [withParts],
    metafile: true,
  });
}

/** The compiled files of allocators, each with the names of those it defines. */
async function definingFiles() {
  const { ALLOCATORS: known } = await import(pathToFileURL(resolve("dist/impl/registry.js")).href);
  const files = readdirSync("dist/impl", { recursive: true }).filter(
    (file) => /[\\/].*\.js$/.test(file) && !/\.test\.js$/.test(file) && basename(file) !== NEVER_RETURN,
  );
  const found = files.map(async (file) => {
    const exported = Object.values(await import(pathToFileURL(resolve("dist/impl", file)).href)).flat();
    return { file, names: known.filter((one) => exported.includes(one)).map(({ name }) => name) };
  });
  return (await Promise.all(found)).filter(({ names }) => names.length > 0);
}

/** To be called when all is compiled. */
export async function bundlePages() {
  const parts = new Set();
  const files = await definingFiles();
  const isHouse = (name) => /^(?:model|properties|explore)[\\/]/.test(name);
  const add = (file) => ({
    contents: `import * as all from "./dist/${file}"; allocheck.add(all);`,
    resolveDir: resolve("."),
  });
  mkdirSync(ALLOCATORS, { recursive: true });
  const scripts = files.map(({ file }) =>
    build({
      ...inPage,
      stdin: add(`impl/${file}`),
      outfile: `${ALLOCATORS}/${basename(file)}`,
      plugins: [shared(parts, isHouse)],
    }),
  );
  await Promise.all(scripts);
  const table = files.flatMap(({ file, names }) => names.map((name) => [name, basename(file)]));
  writeFileSync(`${ALLOCATORS}/names.json`, `${JSON.stringify(Object.fromEntries(table))}\n`);
  await bundleProgram(parts);
}
