import { expect, test } from "vitest";
import { Pulse } from "../../explore/search/pulse.js";
import { fromObject } from "../../model/doors/from-object.js";
import { defineAllocator } from "../../model/socket/define.js";
import { accepted, alloc, counterexample, free } from "../../testing/samples.js";
import { Along, toldAlong } from "./along.js";
import { ownMarkup } from "./own.js";

/** Hands out a frame that is not free. */
class Counts {
  used = 0;
  "<b>" = "<img>";
  readonly holders: boolean[] = [false, false];
  alloc(): number {
    this.used++;
    this.holders[0] = true;
    return 0;
  }
}

const COUNTS = defineAllocator({
  name: "counts",
  make: fromObject({ make: () => new Counts(), calls: { alloc: (mine) => mine.alloc() } }),
});

const two = counterexample({ steps: [accepted(alloc, 0), accepted(alloc, 0)], rule: "alloc/free-frame" });

test("what a class did along a trace is told with its fields, those that changed marked, all of it as text", () => {
  const told = toldAlong(two, COUNTS, new Pulse());
  expect(told.map(({ fields }) => fields?.map(({ values }) => values.join(",")))).toEqual([
    ["0", "'<img>'", "false,false"],
    ["1", "'<img>'", "true,false"],
    ["2", "'<img>'", "true,false"],
  ]);
  expect(told[2]?.own?.broken?.rule).toBe("alloc/free-frame");
  const read = JSON.parse(JSON.stringify(told)) as typeof told;
  const along = new Along("counts", read, two.steps);
  const at = (n: number) => ({
    name: along.name,
    astray: along.astray,
    now: along.after(two.steps, n),
    before: n === 0 ? null : along.after(two.steps, n - 1),
    all: along.toAll(),
  });
  const { text } = ownMarkup(at(1), two.steps[0]!, new Set(["fields"]));
  expect(text).toContain("changed: used: 0 -&gt; 1, holders[0]: false -&gt; true");
  expect(text).toContain('<th scope="row">used</th><td><b class="new">1</b></td><td>0</td>');
  expect(text).toContain('<td><b class="new">true</b>, false</td><td>false, false</td>');
  expect(text).toContain(
    '<th scope="row">[&quot;&lt;b&gt;&quot;]</th><td>&#39;&lt;img&gt;&#39;</td><td></td>',
  );
  expect(text).toContain("3 fields, 2 changed");
  expect(text).not.toContain("<img");
  // Its bytes are a number that means something to one instance alone.
  expect(text).not.toContain("the allocator's bytes");
  // Another way was not told.
  const other = [two.steps[0]!, accepted(free(0))];
  expect(along.after(other, 1)).not.toBeNull();
  expect(along.after(other, 2)).toBeNull();
});
