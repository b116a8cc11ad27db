/** Compiles into dist/, unless dist/ is what was compiled from these very files: install, check and tests build once. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { posix, relative } from "node:path";
import { build } from "esbuild";
import { bundlePages } from "./build-program.js";

const STAMP = "dist/.stamp";
/** The program of the pages, which knows a browser and is checked by itself. */
const PROGRAM = "report/html/program";

/** When each source and each compiled file was written, in short. */
function stamp() {
  const { include } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
  const folders = [...include.filter((name) => !name.includes("*")), "dist"];
  const below = (folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`);
  const files = [...readdirSync("."), ...folders.filter(existsSync).flatMap(below)].filter(
    (file) => /\.(?:[jt]s|json|css)$/.test(file) && statSync(file).isFile(),
  );
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(`${file} ${statSync(file).mtimeMs}\n`);
  return hash.digest("hex");
}

function tsc(...args) {
  const child = spawn(process.execPath, ["node_modules/typescript/bin/tsc", ...args], { stdio: "inherit" });
  return new Promise((resolve) => child.on("close", (status) => resolve(status ?? 1)));
}

/** Where a process or a thread begins: there a line is left that leads to the bundle. */
const STARTS = ["cli/main.js", "cli/process/guarded-main.js", "cli/workers/worker.js"];
/** What a person imports, from the bundle as well. */
const DOORS = ["index.js", "vitest.js"];

/** What a module of types takes of others. */
const TAKES_TYPES = /\b(?:from|import\()\s*"(\.[^"]*)\.js"/g;

/** Leaves out the types that no door leads to: nobody can name them, and they were two files of three. */
function keepNamedTypes() {
  const typesOf = (door) => `dist/${door.replace(/\.js$/, ".d.ts")}`;
  const named = new Set(DOORS.map(typesOf));
  for (const file of named)
    for (const [, from] of readFileSync(file, "utf8").matchAll(TAKES_TYPES)) {
      const types = posix.join(posix.dirname(file), `${from}.d.ts`);
      if (existsSync(types)) named.add(types); // an example in a comment leads nowhere
    }
  for (const name of readdirSync("dist", { recursive: true })) {
    const file = `dist/${name.replaceAll("\\", "/")}`;
    if (file.endsWith(".d.ts") && !named.has(file)) rmSync(file);
  }
}

/** A module that is bundled lies elsewhere, and still says where it was. */
const sayingWhereTheyWere = {
  name: "saying-where-they-were",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const was = `../${relative("dist", path).replaceAll("\\", "/")}`;
      const url = `new URL(${JSON.stringify(was)}, import.meta.url)`;
      const text = await readFile(path, "utf8");
      return { contents: text.replaceAll(/\bimport\.meta\.url\b/g, `${url}.href`), loader: "js" };
    });
  },
};

/**
 * All modules in a few files. Each process and each thread that is started loads its modules anew, and four
 * hundred files took it longer than most searches.
 */
async function bundleHouse() {
  const nameOf = (entry) => posix.basename(entry, ".js");
  await build({
    entryPoints: Object.fromEntries([...STARTS, ...DOORS].map((entry) => [nameOf(entry), `dist/${entry}`])),
    outdir: "dist/bundle",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    plugins: [sayingWhereTheyWere],
    logLevel: "warning",
  });
  for (const entry of STARTS) {
    const to = `${posix.relative(posix.dirname(entry), ".") || "."}/bundle/${nameOf(entry)}.js`;
    const first = entry === "cli/main.js" ? "#!/usr/bin/env node\n" : "";
    writeFileSync(`dist/${entry}`, `${first}export * from "${to}";\n`);
  }
}

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== stamp()) {
  rmSync("dist", { recursive: true, force: true });
  const [compiled, checked] = await Promise.all([tsc(), tsc("-p", PROGRAM)]);
  if (compiled === 0 && checked === 0) {
    await bundlePages();
    await bundleHouse();
    keepNamedTypes();
    chmodSync("dist/cli/main.js", 0o755); // who links this folder has it as a command, also after a build
    writeFileSync(STAMP, stamp());
  }
  process.exitCode = compiled || checked;
}
