/** What the modules that are carried along share with this program, by their paths; the build fills it. */
export const PARTS: Record<string, unknown> = {};
