/** The allocator's bytes at one moment as HTML, those that changed marked. */
import { plural } from "../../model/words/wording.js";
import { html, type Markup } from "./markup.js";

/** So many bytes stand in a line. */
const LINE = 16;

/** The bytes, against those a moment before. */
export function bytesMarkup(now: Uint8Array, before: Uint8Array | null, open: boolean): Markup {
  const bytes = inHex(now);
  const earlier = before === null ? bytes : inHex(before);
  const changed = bytes.flatMap((byte, i) => (byte === earlier[i] ? [] : [i]));
  const lines = Array.from({ length: Math.ceil(bytes.length / LINE) }, (_, line) => {
    const cells = bytes.slice(line * LINE, (line + 1) * LINE).map((byte, i) => {
      const at = line * LINE + i;
      return changed.includes(at) ? html`<b class="new">${byte}</b> ` : html`${byte} `;
    });
    return html`<span class="at">${String(line * LINE).padStart(4)}</span>  ${cells}
`;
  });
  const told = changed.map((i) => `byte ${i} from ${earlier[i] ?? "nothing"} to ${bytes[i]}`).join(", ");
  return html`<details class="bytes" data-kind="bytes"${open ? html` open` : null}><summary>the allocator's bytes
<span class="count">${plural(bytes.length, "byte")}, ${changed.length} changed</span></summary>
<p class="why">${told === "" ? "none changed" : told}</p><pre>${lines}</pre></details>`;
}

function inHex(bytes: Uint8Array): string[] {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
}
