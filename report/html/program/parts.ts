/** What the allocators that are carried along share with this program; the build fills it. */
export const PARTS: Readonly<Record<string, unknown>> = {};
