/** Every reporter of a check, by name. Adding one is one file and one line here. */
import { GITHUB_REPORTER, JUNIT_REPORTER, KTAP_REPORTER, SARIF_REPORTER } from "./ci.js";
import { HTML_REPORTER } from "./html.js";
import { JSON_REPORTER } from "./json.js";
import { JSONL_REPORTER } from "./jsonl.js";
import type { ReporterKind } from "./reporter.js";
import { TEXT_REPORTER } from "./text.js";

export const REPORTERS = {
  text: TEXT_REPORTER,
  json: JSON_REPORTER,
  jsonl: JSONL_REPORTER,
  junit: JUNIT_REPORTER,
  sarif: SARIF_REPORTER,
  ktap: KTAP_REPORTER,
  github: GITHUB_REPORTER,
  html: HTML_REPORTER,
} as const satisfies Readonly<Record<string, ReporterKind>>;

export type ReporterName = keyof typeof REPORTERS;
export const REPORTER_NAMES = Object.keys(REPORTERS) as readonly ReporterName[]; // they are its keys
