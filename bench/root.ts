/** The root of the repository, seen from the compiled files. */
export const ROOT = new URL("../../", import.meta.url).pathname;
