/** The allocator's bytes at one moment as HTML, those that changed marked. */
import { plural } from "../../model/basics/wording.js";
import { html, type Markup } from "./markup.js";

/** So many bytes stand in a line; of more than the most only the lines are shown that changed. */
const LINE = 16;
const MOST = 512;

/** The bytes, against those a moment before. */
export function bytesMarkup(now: Uint8Array, before: Uint8Array | null, open: ReadonlySet<string>): Markup {
  const bytes = inHex(now);
  const earlier = before === null ? bytes : inHex(before);
  const changed = bytes.flatMap((byte, i) => (byte === earlier[i] ? [] : [i]));
  const isChanged = new Set(changed);
  const lines = Array.from({ length: Math.ceil(bytes.length / LINE) }, (_, line) => {
    const isNew = changed.some((at) => at >= line * LINE && at < (line + 1) * LINE);
    if (bytes.length > MOST && !isNew) return null;
    const cells = bytes.slice(line * LINE, (line + 1) * LINE).map((byte, i) => {
      const at = line * LINE + i;
      return isChanged.has(at) ? html`<b class="new">${byte}</b> ` : html`${byte} `;
    });
    return html`<span class="at">${String(line * LINE).padStart(4)}</span>  ${cells}
`;
  });
  return html`<details class="bytes" data-kind="bytes"${open.has("bytes") ? html` open` : null}><summary>the allocator's bytes
<span class="count">${plural(bytes.length, "byte")}, ${changed.length} changed</span></summary>
<pre>${lines}</pre></details>`;
}

function inHex(bytes: Uint8Array): string[] {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
}
