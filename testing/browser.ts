/** A real browser for tests, where one is installed. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const EXECUTABLE = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const QUIET = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"];
const args = [...QUIET, "disable-background-networking", "disable-component-update"].map(
  (flag) => `--${flag}`,
);

/** Whether there is one. */
export const hasBrowser = EXECUTABLE !== undefined;

/** A browser that has just begun; whoever asks for it closes it. */
export function launched(): Promise<Browser> {
  if (EXECUTABLE === undefined) throw new Error("internal: no browser is installed");
  return chromium.launch({ executablePath: EXECUTABLE, args });
}

/** Opens the page in a file and looks at it; nothing where no browser is. */
export async function inBrowser(file: string, look: (page: Page) => Promise<void>): Promise<void> {
  if (!hasBrowser) return;
  const browser = await launched();
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector("html.live");
    await look(page);
  } finally {
    await browser.close();
  }
}
