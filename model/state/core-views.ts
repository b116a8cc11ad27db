/** The views of the core, which every scope has. */
import { viewsOf } from "./view.js";

export const CORE_VIEWS = viewsOf({
  free: { over: "frames", statement: "free" },
  allocated: { over: "frames", statement: "allocated" },
  reserved: { over: "frames", statement: "reserved by any owner" },
  unreserved: { over: "frames", statement: "free or allocated" },
  foreign: { over: "frames", perOwner: true, statement: "reserved by another owner" },
  live: { over: "frames", statement: "under a live slice" },
  contested: { over: "frames", statement: "held by two at once" },
  present: { over: "ranges", statement: "the range of a live slice" },
  absent: { over: "ranges", statement: "not the range of a live slice" },
  mixed: { over: "ranges", statement: "reserved by two owners in parts" },
  exhausted: { over: "whole", statement: "without a free frame" },
  "slices-full": { over: "whole", statement: "at the scope's bound of slices" },
});
