/** What to do about state outside the bytes; private fields are refused before (`cannot-copy`). */
export const ADVICE =
  "closures and module variables are not saved: give fromObject save and load, or replay: true with a key; " +
  "with the socket, keep everything in state";
