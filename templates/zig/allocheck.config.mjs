/** What `npx allocheck check` runs in this folder. */
export default {
  targets: [
    // Every command sequence in this little world is tried. Make it larger as long as you can wait.
    { module: "./shim.zig", scope: { frames: 4, owners: 2 } },
  ],
};
