/** What the specification asks of `node:util`, in a browser: no proxy comes into a page. */
export const types = {
  isNativeError: (value: unknown): boolean => value instanceof Error,
  isProxy: (_value: unknown): boolean => false,
};
