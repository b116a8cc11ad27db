/** The word that tests have for it. */
export { runTo as runToEnd } from "../explore/check/check.js";
