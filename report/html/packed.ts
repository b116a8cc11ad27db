/** Text that is carried compressed in a page, and what takes it out again there. */
import { gunzipSync, gzipSync } from "node:zlib";

/**
 * Four bytes are five characters, each a digit to the base of 85. The digits are characters from 40 on, but
 * for `<`, in whose place stands `~`: so nothing ends the element that holds them.
 */
const BASE = 85;
const FIRST = 40;
const LEFT_OUT = 60;
const INSTEAD = 126;
const BYTES = 4;
const DIGITS = 5;

/** A text, compressed: how many bytes are too many at the end, and then the digits. */
export function packed(text: string): string {
  const bytes = gzipSync(text, { level: 9 });
  const surplus = (BYTES - (bytes.length % BYTES)) % BYTES;
  const whole = Buffer.concat([bytes, Buffer.alloc(surplus)]);
  const digits = Buffer.alloc((whole.length / BYTES) * DIGITS);
  for (let at = 0, to = 0; at < whole.length; at += BYTES, to += DIGITS) {
    let rest = whole.readUInt32BE(at);
    for (let digit = to + DIGITS - 1; digit >= to; digit--) {
      const code = FIRST + (rest % BASE);
      digits[digit] = code === LEFT_OUT ? INSTEAD : code;
      rest = Math.floor(rest / BASE);
    }
  }
  return `${surplus}${digits.toString("latin1")}`;
}

/** The text that was packed. */
export function unpacked(text: string): string {
  const bytes = Buffer.alloc(((text.length - 1) / DIGITS) * BYTES);
  for (let from = 1, at = 0; from < text.length; at += BYTES) {
    let value = 0;
    for (const end = from + DIGITS; from < end; from++) {
      const code = text.charCodeAt(from);
      value = value * BASE + (code === INSTEAD ? LEFT_OUT : code) - FIRST;
    }
    bytes.writeUInt32BE(value, at);
  }
  return gunzipSync(bytes.subarray(0, bytes.length - Number(text[0]))).toString();
}

/** The same as a script of a page: it takes out data that is packed, and the program, which it runs. */
export const UNPACK = `(async()=>{const d=document,s=d.createElement("script"),
f=d.getElementById("data"),u=e=>{
const t=e.textContent,n=(t.length-1)/${DIGITS}*${BYTES},b=new DataView(new ArrayBuffer(n));
for(let i=1,j=0;i<t.length;j+=${BYTES}){let v=0;for(const k=i+${DIGITS};i<k;i++){const c=t.charCodeAt(i);
v=v*${BASE}+(c===${INSTEAD}?${LEFT_OUT}:c)-${FIRST}}b.setUint32(j,v)}
return new Response(new Blob([b.buffer.slice(0,n-t[0])]).stream()
.pipeThrough(new DecompressionStream("gzip"))).text()};
if(f.type==="text/plain")f.textContent=await u(f);
s.textContent=await u(d.getElementById("program"));d.body.append(s)})()`;
