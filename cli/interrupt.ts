/** Notices Ctrl-C, once: the first ends the search and keeps its result, a second ends the program. */
export class Interrupt {
  happened = false;

  constructor() {
    process.once("SIGINT", () => {
      this.happened = true;
    });
  }
}
