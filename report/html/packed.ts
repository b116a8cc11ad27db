/** Text that is carried compressed in a page, and what takes it out again there. */
import { gunzipSync, gzipSync } from "node:zlib";

/**
 * Nine bytes are eleven characters, each a digit to the base of 94: 94^11 is just more than 256^9. The digits
 * are the printable characters, but for `<`, in whose place stands `~`, so that nothing ends the element that
 * holds them.
 */
const BASE = 94;
const FIRST = 32;
const LEFT_OUT = 60;
const INSTEAD = 126;
const BYTES = 9;
const DIGITS = 11;

/** A text, compressed: how many bytes are too many at the end, and then the digits. */
export function packed(text: string): string {
  const bytes = gzipSync(text, { level: 9 });
  const surplus = (BYTES - (bytes.length % BYTES)) % BYTES;
  const whole = Buffer.concat([bytes, Buffer.alloc(surplus)]);
  const digits = Buffer.alloc((whole.length / BYTES) * DIGITS);
  for (let at = 0, to = 0; at < whole.length; at += BYTES, to += DIGITS)
    for (let digit = to + DIGITS - 1; digit >= to; digit--) {
      let rest = 0;
      for (let i = at; i < at + BYTES; i++) {
        const dividend = rest * 256 + whole[i]!; // within the group
        whole[i] = Math.floor(dividend / BASE);
        rest = dividend % BASE;
      }
      const code = FIRST + rest;
      digits[digit] = code === LEFT_OUT ? INSTEAD : code;
    }
  return `${surplus}${digits.toString("latin1")}`;
}

/** The text that was packed. */
export function unpacked(text: string): string {
  const bytes = Buffer.alloc(((text.length - 1) / DIGITS) * BYTES);
  for (let from = 1, at = 0; from < text.length; at += BYTES)
    for (const end = from + DIGITS; from < end; from++) {
      const code = text.charCodeAt(from);
      let carry = (code === INSTEAD ? LEFT_OUT : code) - FIRST;
      for (let i = at + BYTES - 1; i >= at; i--) {
        carry += bytes[i]! * BASE; // within the group
        bytes[i] = carry & 255;
        carry >>= 8;
      }
    }
  return gunzipSync(bytes.subarray(0, bytes.length - Number(text[0]))).toString();
}

/** The same as a script of a page: it takes out data that is packed, and the program, which it runs. */
export const UNPACK = `(async()=>{const d=document,s=d.createElement("script"),
f=d.getElementById("data"),u=e=>{
const t=e.textContent,n=(t.length-1)/${DIGITS}*${BYTES},b=new Uint8Array(n);
for(let i=1,j=0;i<t.length;j+=${BYTES})for(const k=i+${DIGITS};i<k;i++){const c=t.charCodeAt(i);
let v=(c===${INSTEAD}?${LEFT_OUT}:c)-${FIRST};
for(let q=j+${BYTES - 1};q>=j;q--){v+=b[q]*${BASE};b[q]=v&255;v>>=8}}
return new Response(new Blob([b.slice(0,n-t[0])]).stream()
.pipeThrough(new DecompressionStream("gzip"))).text()};
if(f.type==="text/plain")f.textContent=await u(f);
s.textContent=await u(d.getElementById("program"));d.body.append(s)})()`;
