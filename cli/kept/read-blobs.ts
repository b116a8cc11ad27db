/** Finds and reads the blobs that a person names. */
import { jsonFilesAt } from "../../counterexamples/files.js";
import { readText } from "../../counterexamples/read-text.js";
import { Misuse } from "../../model/basics/misuse.js";
import { BLOB_FORMAT, type Blob } from "./blob.js";
import type { ReadBlob } from "./merged.js";
import { opened } from "./sealed.js";

/** No blob comes near this: it is what a check printed. */
const MOST_BYTES = 500_000_000;
const REMEDY = "name the directory that shards wrote to with --reporter blob:DIR";

const NO_BLOBS = (directory: string) => new Misuse("no-blobs", `${directory} holds no .json file`, REMEDY);

/** The blobs in files, and in and below directories. Throws a `Misuse` where there are none, or others. */
export function readBlobs(paths: readonly string[]): ReadBlob[] {
  const files = new Set(jsonFilesAt(paths, NO_BLOBS, REMEDY));
  return [...files].map((file) => ({ file, blob: readBlob(file) }));
}

/** What is sealed is as `Blobs` wrote it; of which version that was is looked at next. */
function readBlob(file: string): Blob {
  const found = opened(BLOB_FORMAT, readText(file, MOST_BYTES, "a blob", REMEDY));
  if (found === "foreign") throw new Misuse("not-a-blob", `${file} is not a blob of allocheck`, REMEDY);
  if (found === "damaged")
    throw new Misuse("damaged-blob", `${file} is not as it was written`, "run its shard again");
  return found.body as Blob;
}
