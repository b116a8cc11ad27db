/** What is asked of Node.js, in a browser: no proxy comes into a page, no file and no terminal. */
export const types = {
  isNativeError: (value: unknown): boolean => value instanceof Error,
  isProxy: (_value: unknown): boolean => false,
};

export const styleText = (_format: unknown, text: string): string => text;

export const fileURLToPath = (url: unknown): string => String(url);
