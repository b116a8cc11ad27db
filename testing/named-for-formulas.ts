/** What commands are given and answer, under the names that formulas have for it. */
import { answerNames, type Command } from "../model/words/commands.js";
import { FLAG_BITS } from "../model/words/frames.js";
import { type Scope, unitsOf } from "../model/words/scope.js";

/** Gives the arguments of a command their names in formulas. */
export function nameArguments(names: Map<string, number>, scope: Scope, command: Command): void {
  const set = (name: string, value: number) => names.set(name, value);
  set("astray", 0);
  for (const name of ["answer", "answer-end", "first-edge", "last-edge"]) set(name, 0);
  if ("range" in command) {
    set("low", command.range.start);
    set("high", command.range.start + command.range.count);
  }
  if ("to" in command) set("to-end", command.range.start + command.to);
  if ("frame" in command) {
    set("low", command.frame * unitsOf(scope));
    set("high", (command.frame + 1) * unitsOf(scope));
  }
  if ("owner" in command) set("owner", command.owner);
  if ("from" in command) {
    set("from-low", command.from.start);
    set("from-high", command.from.start + command.from.count);
  }
  if ("image" in command) {
    set("image-low", command.image.start);
    set("image-high", command.image.start + command.image.count);
  }
  if ("node" in command) set("node", command.node);
  if ("flag" in command) set("flag", FLAG_BITS[command.flag]);
  if ("limit" in command) set("new-limit", command.limit);
  if ("bottomUp" in command) set("upwards", Number(command.bottomUp));
  if ("slot" in command) set("slot", command.slot);
  if ("zone" in command) set("zone", command.zone);
}

/** Gives the answer of a command its names. */
export function nameAnswer(names: Map<string, number>, scope: Scope, command: Command, answer: number): void {
  const units = unitsOf(scope);
  switch (answerNames(command.kind)) {
    case "frame": {
      const count = "count" in command ? command.count : "to" in command ? command.to : null;
      names.set("answer", count === null ? answer * units : answer);
      names.set("answer-end", count === null ? (answer + 1) * units : answer + count);
      return;
    }
    case "unit":
      names.set("answer", answer);
      names.set("answer-end", answer + ("count" in command ? command.count : 1));
      return;
    case "edges":
      names.set("first-edge", answer & 1);
      names.set("last-edge", answer >>> 1);
  }
}
