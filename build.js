/** Compiles into dist/, unless dist/ is what was compiled from these very files: install, check and tests build once. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const STAMP = "dist/.stamp";
/** The program of the pages: its sources, and where it goes. */
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
  const child = spawn("node_modules/.bin/tsc", args, { stdio: "inherit", shell: true });
  return new Promise((resolve) => child.on("close", (status) => resolve(status ?? 1)));
}

/** The program as one script, which has its parts under one name, and the style. */
function bundle() {
  return build({
    entryPoints: { program: `${PROGRAM}/main.ts`, page: `${PROGRAM}/page.css` },
    outdir: `dist/${PROGRAM}`,
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "allocheck",
    target: "es2023",
    alias: { "node:util": `./${PROGRAM}/node-util.ts` },
    logLevel: "warning",
  });
}

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== stamp()) {
  rmSync("dist", { recursive: true, force: true });
  const [compiled, checked] = await Promise.all([tsc(), tsc("-p", PROGRAM), bundle()]);
  if (compiled === 0 && checked === 0) {
    chmodSync("dist/cli/main.js", 0o755); // who links this folder has it as a command, also after a build
    writeFileSync(STAMP, stamp());
  }
  process.exitCode = compiled || checked;
}
