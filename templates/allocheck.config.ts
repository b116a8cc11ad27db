/** What `npx allocheck check` runs in this folder. */
import { defineConfig } from "allocheck";

export default defineConfig({
  targets: [
    // Every command sequence in this little world is tried. Make it larger as long as you can wait.
    { module: "./my-allocator.ts", scope: { frames: 4, owners: 2, slices: 2 } },
  ],
});
