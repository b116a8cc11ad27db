/** Hostile input as data: what a text, a value or a module may be, and the places where one can be put. */

/** Texts that nobody meant, or that somebody did. */
export const TEXTS: Readonly<Record<string, string>> = {
  escape: "a\u001b[31m\u001b]0;title\u0007",
  "C1 controls": "a\u009b2Jb\u0085",
  "turned lines": "a\u202eb\u2066c\u200f",
  "line breaks": "a\r\nb\u2028c\u2029d",
  NUL: "a\0b",
  "half a character": "a\ud800",
  "a prototype": "__proto__",
  "a method": "constructor",
  "a long name": "n".repeat(100_000),
  nothing: "",
  blanks: " \t ",
};

/** Values where another is expected. */
export const VALUES: Readonly<Record<string, string>> = {
  "deep lists": `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
  "deep objects": `${'{"a":'.repeat(60_000)}1${"}".repeat(60_000)}`,
  "a prototype": '{"__proto__":{"kind":"alloc"}}',
  "a huge number": "1e400",
  "a fraction": "-0.5",
  null: "null",
  "many entries": `[${"0,".repeat(100_000)}0]`,
  yes: "true",
};

/** Modules whose code runs where nobody expects any, each with what is said of it. */
export const MODULES: Readonly<Record<string, { readonly text: string; readonly says: RegExp }>> = {
  "forges a result": {
    text: module({
      before: 'import { parentPort } from "node:worker_threads"; parentPort.postMessage({ kind: "done" });',
      offers: "{ alloc: () => 1, free: true }",
    }),
    says: /^offers of mine, asked about alloc\(\), answered 1; it must answer true or false$/,
  },
  "changes Set": {
    text: module({ before: "Set.prototype.has = () => true;" }),
    says: /mine\.mjs has changed Set\.prototype\.has; a module must leave globals alone$/,
  },
  "changes Set later": {
    text: module({ members: "scrub() { Set.prototype.has = () => true; }" }),
    says: /mine\.mjs has changed Set\.prototype\.has; /,
  },
  "hides a method of typed arrays": {
    text: module({ before: "Int32Array.prototype.set = () => {};" }),
    says: /has changed Int32Array\.prototype, which has more than it had; /,
  },
  "adds to every object": {
    text: module({ before: "Object.prototype.kind = 'alloc';" }),
    says: /has changed Object\.prototype, which has more than it had; /,
  },
  "throws in a predicate": {
    text: module({ offers: "{ alloc() { throw new Error('boom\\u001b[31m'); } }" }),
    says: /^offers of mine, asked about alloc\(\), threw Error: boom\\u001b\[31m at .*mine\.mjs:\d+:\d+; /,
  },
  "never ends in a predicate": {
    text: module({ offers: "{ alloc() { for (;;); } }" }),
    says: /^offers of .*mine\.mjs did not return within 0\.3 seconds; /,
  },
  "changes what a predicate is shown": {
    text: module({ offers: "{ free(command) { command.frame = 9; return true; } }" }),
    says: /^offers of mine, asked about free\(0\), threw TypeError: Cannot assign to read only property/,
  },
  "offers what is no command": {
    text: module({ offers: "{ allok: true }" }),
    says: /^offers of mine name allok, which is no command; /,
  },
  "throws in scrub": {
    text: module({ members: "scrub() { throw new Error('boom'); }" }),
    says: /^scrub of mine, called on a fresh allocator, threw Error: boom at .*mine\.mjs:\d+:\d+; /,
  },
  "throws in a getter of the allocator": {
    text: module({ members: "get audit() { throw new Error('boom'); }" }),
    says: /^make of mine threw Error: boom at .*mine\.mjs:\d+:\d+; /,
  },
  "throws in a getter of the definition": {
    text: branded("name: 'mine', make() {}, get contract() { throw new Error('boom'); }"),
    says: /^contract of the definition threw Error: boom at .*mine\.mjs:\d+:\d+; /,
  },
  "poses as a definition": {
    text: branded("name: 7, make: 8"),
    says: /^the default export of .*mine\.mjs is no allocator; /,
  },
  "throws an error with a strange stack": {
    text: module({
      members:
        "get audit() { const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;); } }); throw e; }",
    }),
    says: /^make of mine threw Error: x; /,
  },
  "throws what cannot be shown": {
    text: module({ members: "get audit() { throw { toString() { for (;;); } }; }" }),
    says: /^make of mine threw \[object Object\]; /,
  },
  "throws two megabytes": {
    text: module({ members: "get audit() { throw new Error('x'.repeat(2e6)); }" }),
    says: /^make of mine threw Error: x{900,1000}\.\.\. \([\d,]+ more characters\) at /,
  },
  "exports a proxy": {
    text: "export default new Proxy({}, { get() { for (;;); }, has() { throw 1; } });",
    says: /mine\.mjs (threw outside of any command|exports something else than an allocator|did not load)/,
  },
};

interface Parts {
  readonly before?: string;
  readonly members?: string;
  readonly offers?: string;
}

/** A right allocator of one frame at a time, but for what is put into it. */
function module({ before = "", members = "", offers = "undefined" }: Parts): string {
  return `import { defineAllocator } from "allocheck";
${before}
class Mine {
  state = new Uint8Array(4);
  alloc() { const f = this.state.indexOf(0); if (f < 0) return -1; this.state[f] = 1; return f; }
  free(f) { if (this.state[f] !== 1) return -1; this.state[f] = 0; return 0; }
  ${members}
}
export default defineAllocator({ name: "mine", offers: ${offers}, make: () => new Mine() });
`;
}

function branded(fields: string): string {
  return `export default Object.defineProperty({ ${fields} }, Symbol.for("allocheck.allocator"), { value: true });\n`;
}
