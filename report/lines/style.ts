/** Colour for a terminal, and nothing at all where there is none. */
import { styleText } from "node:util";

/** How text is to look: the colour of a piece, and how wide a line may be. */
export interface Style {
  /** The most columns of a line, an indent of two not counted. */
  readonly width: number;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  strong(text: string): string;
}

const same = (text: string): string => text;

/** The width of text where nobody says another: a terminal of 80 columns. */
export const WIDTH = 78;

/** No colour. */
export const PLAIN: Style = { width: WIDTH, good: same, bad: same, warn: same, dim: same, strong: same };

const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
  styleText(format, text, { validateStream: false });

/** ANSI colour. */
export const COLOUR: Style = {
  width: WIDTH,
  good: paint("green"),
  bad: paint("red"),
  warn: paint("yellow"),
  dim: paint("dim"),
  strong: paint("bold"),
};
