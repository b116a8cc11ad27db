/** Where an instruction of a module stands in its source: the line tables of DWARF 2 to 5. */
import { Reader } from "./bytes.js";
import type { WasmModule } from "./module.js";

interface Row {
  /** From the beginning of the file. */
  readonly address: number;
  readonly file: string;
  readonly line: number;
  /** The first row of the function: compilers write down each by itself. */
  readonly opening: Row | null;
}

export class Lines {
  private constructor(private readonly rows: readonly Row[]) {}

  /** Those of a module; one without any, or whose tables are of an unknown form, has none. */
  static of({ bytes, sections }: WasmModule): Lines {
    const part = (wanted: string) => {
      const section = sections.find(({ name }) => name === wanted);
      return section === undefined ? null : bytes.subarray(section.start, section.end);
    };
    const table = part(".debug_line");
    const codeAt = sections.find(({ id }) => id === 10)?.start ?? 0;
    if (table === null) return new Lines([]);
    const rows: Row[] = [];
    try {
      const strings = part(".debug_line_str");
      for (const reader = new Reader(table); reader.more; )
        rows.push(...rowsOf(reader.part(reader.u32()), strings, codeAt));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // what is readable of a table is used
    }
    return new Lines(rows.sort((a, b) => a.address - b.address));
  }

  /**
   * The place of the instruction at `address`: `at pmm.c:61`. Traps of several lines that a compiler has made
   * one have no line, and only their function has a place; "" where nobody wrote that down either.
   */
  at(address: number): string {
    const row = this.rows.findLast((each) => each.address <= address);
    if (row === undefined) return "";
    if (row.line !== 0) return `at ${row.file}:${row.line}`;
    return row.opening === null ? "" : `which begins at ${row.opening.file}:${row.opening.line}`;
  }
}

/** The rows of one compilation unit. */
function rowsOf(r: Reader, strings: Uint8Array | null, codeAt: number): Row[] {
  const version = r.u16();
  if (version === 5) r.skip(2);
  const program = r.u32() + r.at;
  const least = r.u8();
  r.skip(version >= 4 ? 2 : 1);
  const lineBase = (r.u8() << 24) >> 24;
  const lineRange = r.u8();
  const firstSpecial = r.u8();
  const lengths = Array.from({ length: firstSpecial - 1 }, () => r.u8());
  const files = version === 5 ? files5(r, strings) : files4(r);
  r.at = program;
  const rows: Row[] = [];
  let address = 0;
  let file = 1;
  let line = 1;
  let opening: Row | null = null;
  const add = () => {
    const row: Row = { address: codeAt + address, file: files[file] ?? "?", line, opening };
    opening ??= row;
    rows.push(row);
  };
  while (r.more) {
    const op = r.u8();
    if (op >= firstSpecial) {
      address += least * Math.floor((op - firstSpecial) / lineRange);
      line += lineBase + ((op - firstSpecial) % lineRange);
      add();
      continue;
    }
    switch (op) {
      case 0: {
        const more = r.part(r.unsigned());
        const extended = more.u8();
        if (extended === 2) address = more.u32();
        if (extended !== 1) break;
        add();
        [address, file, line, opening] = [0, 1, 1, null];
        break;
      }
      case 1:
        add();
        break;
      case 2:
        address += least * r.unsigned();
        break;
      case 3:
        line += r.signed();
        break;
      case 4:
        file = r.unsigned();
        break;
      case 8:
        address += least * Math.floor((255 - firstSpecial) / lineRange);
        break;
      case 9:
        address += r.u16();
        break;
      default:
        for (let n = lengths[op - 1] ?? 0; n > 0; n--) r.unsigned();
    }
  }
  return rows;
}

/** The files of versions 2 to 4: a list of folders, and then of files, which count from 1. */
function files4(r: Reader): string[] {
  const folders = ["."];
  for (let folder = r.text(); folder !== ""; folder = r.text()) folders.push(folder);
  const files = ["?"];
  for (let name = r.text(); name !== ""; name = r.text()) {
    const folder = r.unsigned();
    r.unsigned();
    r.unsigned();
    files.push(inFolder(folders[folder] ?? ".", name));
  }
  return files;
}

/** The forms in which version 5 may write a field of a file. */
const FORM = { string: 0x08, udata: 0x0f, data1: 0x0b, data16: 0x1e, lineString: 0x1f } as const;

/** The files of version 5: both lists say first what their entries consist of. */
function files5(r: Reader, strings: Uint8Array | null): string[] {
  const table = () => {
    const fields = Array.from({ length: r.u8() }, () => [r.unsigned(), r.unsigned()] as const);
    return Array.from({ length: r.unsigned() }, () => {
      let path = "";
      let folder = 0;
      for (const [content, form] of fields) {
        let value: string | number = "";
        if (form === FORM.lineString) value = new Reader(strings ?? new Uint8Array(), r.u32()).text();
        else if (form === FORM.string) value = r.text();
        else if (form === FORM.data1) value = r.u8();
        else if (form === FORM.udata) value = r.unsigned();
        else if (form === FORM.data16) r.skip(16);
        else throw new RangeError("a form that is not known");
        if (content === 1) path = String(value);
        if (content === 2) folder = Number(value);
      }
      return { path, folder };
    });
  };
  const folders = table();
  return table().map(({ path, folder }) =>
    folder === 0 ? path : inFolder(folders[folder]?.path ?? ".", path),
  );
}

function inFolder(folder: string, name: string): string {
  return folder === "." || name.startsWith("/") ? name : `${folder}/${name}`;
}
