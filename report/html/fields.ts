/** What the allocator holds at one moment, by the names of its fields, as HTML; what changed is marked. */

import { plural } from "../../model/basics/wording.js";
import type { Field } from "../../model/socket/allocator.js";
import { html, type Markup } from "./markup.js";

/** A row longer than so many values shows those alone that changed, each with its place. */
const MOST = 256;

/** The fields, against those a moment before. */
export function fieldsMarkup(
  now: readonly Field[],
  before: readonly Field[] | null,
  open: ReadonlySet<string>,
): Markup {
  const earlier = new Map((before ?? now).map(({ name, values }) => [name, values]));
  const rows = now.map((field) => ({ ...field, was: earlier.get(field.name) ?? null }));
  const gone = [...earlier].filter(([name]) => !now.some((field) => field.name === name));
  const changed = rows.filter(({ values, was }) => !isSame(values, was)).length + gone.length;
  return html`<details class="fields" data-kind="fields"${open.has("fields") ? html` open` : null}>
<summary>its fields <span class="count">${plural(now.length, "field")}, ${changed} changed</span></summary>
<table><thead><tr><th scope="col">field</th><th scope="col">now</th><th scope="col">before</th></tr></thead>
<tbody>${rows.map(({ name, values, was }) => rowMarkup(name, values, was))}${gone.map(
    ([name, was]) => html`<tr><th scope="row">${name}</th><td><b class="new">gone</b></td>
<td>${was.join(", ")}</td></tr>`,
  )}</tbody></table></details>`;
}

function rowMarkup(name: string, values: readonly string[], was: readonly string[] | null): Markup {
  const before = isSame(values, was) ? null : was === null ? "not there" : shortOf(was, values);
  return html`<tr><th scope="row">${name}</th><td>${valuesMarkup(values, was)}</td><td>${before}</td></tr>
`;
}

function isSame(values: readonly string[], was: readonly string[] | null): boolean {
  return was !== null && was.length === values.length && values.every((value, i) => value === was[i]);
}

/** The values, those that are new marked; of very many only those, each with its place. */
function valuesMarkup(values: readonly string[], was: readonly string[] | null): (Markup | string)[] {
  const isLong = values.length > MOST;
  const told = values.flatMap((value, i) => {
    const isNew = was === null || value !== was[i];
    if (isLong && !isNew) return [];
    const said = isLong ? `[${i}] ${value}` : value;
    return [isNew ? html`<b class="new">${said}</b>` : said];
  });
  const shown = told.slice(0, MOST).flatMap((one, i) => (i === 0 ? [one] : [", ", one]));
  return isLong ? [`${values.length} values; changed: `, ...(shown.length === 0 ? ["none"] : shown)] : shown;
}

/** What stood there before, in short where it is very much. */
function shortOf(was: readonly string[], now: readonly string[]): string {
  if (was.length <= MOST) return was.join(", ");
  const other = was.flatMap((value, i) => (value === now[i] ? [] : [`[${i}] ${value}`]));
  return other.slice(0, MOST).join(", ");
}
