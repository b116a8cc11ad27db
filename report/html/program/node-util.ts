/** What the specification asks of `node:util`, in a browser: no proxy comes into a page, and no terminal. */
export const types = {
  isNativeError: (value: unknown): boolean => value instanceof Error,
  isProxy: (_value: unknown): boolean => false,
};

export const styleText = (_format: unknown, text: string): string => text;
