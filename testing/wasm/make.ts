/** Writes the modules of this folder anew: `npm run build && node dist/testing/wasm/make.js`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compiled, HERE, MODULES, type ModuleName } from "./build.js";

for (const name of Object.keys(MODULES) as ModuleName[])
  writeFileSync(join(HERE, `${name}.wasm`), compiled(name));
