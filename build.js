/** Compiles into dist/, unless dist/ is what was compiled from these very files: install, check and tests build once. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";

const STAMP = "dist/.stamp";

/** When each source and each compiled file was written, in short. */
function stamp() {
  const { include } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
  const folders = [...include.filter((name) => !name.includes("*")), "dist"];
  const below = (folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`);
  const files = [...readdirSync("."), ...folders.filter(existsSync).flatMap(below)].filter(
    (file) => /\.(?:[jt]s|json)$/.test(file) && statSync(file).isFile(),
  );
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(`${file} ${statSync(file).mtimeMs}\n`);
  return hash.digest("hex");
}

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== stamp()) {
  rmSync("dist", { recursive: true, force: true });
  const { status } = spawnSync("node_modules/.bin/tsc", { stdio: "inherit", shell: true });
  if (status === 0) writeFileSync(STAMP, stamp());
  process.exitCode = status ?? 1;
}
