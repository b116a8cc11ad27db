/** Colour for a terminal, and nothing at all where there is none. */
import { styleText } from "node:util";

/** What a piece of text is; a plain style leaves every piece as it is. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  strong(text: string): string;
}

const same = (text: string): string => text;

/** No colour. */
export const PLAIN: Style = { good: same, bad: same, warn: same, dim: same, strong: same };

const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
  styleText(format, text, { validateStream: false });

/** ANSI colour. */
export const COLOUR: Style = {
  good: paint("green"),
  bad: paint("red"),
  warn: paint("yellow"),
  dim: paint("dim"),
  strong: paint("bold"),
};
