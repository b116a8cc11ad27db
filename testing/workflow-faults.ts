/** What GitHub would object to in a workflow or a composite action, as far as its structure tells. */
import { parseDocument } from "yaml";

type Fields = Readonly<Record<string, unknown>>;

const KEYS = {
  workflow: ["name", "on", "permissions", "env", "defaults", "concurrency", "jobs"],
  job: [
    ...["name", "needs", "if", "runs-on", "strategy", "steps", "env", "permissions", "timeout-minutes"],
    ...["outputs", "container", "services", "defaults", "continue-on-error", "concurrency", "environment"],
  ],
  step: [
    ...["id", "name", "if", "uses", "with", "run", "shell", "env", "working-directory"],
    ...["continue-on-error", "timeout-minutes"],
  ],
  action: ["name", "description", "author", "inputs", "outputs", "runs", "branding"],
  input: ["description", "default", "required", "deprecationMessage"],
} as const;
const EVENTS = ["push", "pull_request", "workflow_dispatch", "schedule", "merge_group"];
/** Functions that an expression may call. */
const FUNCTIONS = ["always", "cancelled", "failure", "success", "contains", "format", "hashFiles"];

/** What is wrong with a workflow or an action, a line each. */
export function faultsOf(text: string): string[] {
  const document = parseDocument(text, { uniqueKeys: true });
  const problems = [...document.errors, ...document.warnings].map(({ message }) => message);
  if (problems.length > 0) return problems;
  const root = fieldsOf(document.toJS());
  return "runs" in root ? faultsOfAction(root) : faultsOfWorkflow(root);
}

function faultsOfWorkflow(root: Fields): string[] {
  const jobs = fieldsOf(root["jobs"]);
  const events = Array.isArray(root["on"]) ? root["on"] : Object.keys(fieldsOf(root["on"]));
  return [
    ...unknownKeys("the workflow", root, KEYS.workflow),
    ...(events.length === 0 ? ["it runs on no event"] : []),
    ...events.filter((event) => !EVENTS.includes(event)).map((event) => `there is no event ${event}`),
    ...(Object.keys(jobs).length === 0 ? ["it has no jobs"] : []),
    ...Object.entries(jobs).flatMap(([name, job]) => faultsOfJob(name, fieldsOf(job), Object.keys(jobs))),
  ];
}

function faultsOfJob(name: string, job: Fields, jobs: readonly string[]): string[] {
  const needs = [job["needs"] ?? []].flat() as string[];
  const matrix = Object.keys(fieldsOf(fieldsOf(job["strategy"])["matrix"]));
  const known = matrix.map((key) => `matrix.${key}`);
  return [
    ...unknownKeys(`job ${name}`, job, KEYS.job),
    ...("runs-on" in job ? [] : [`job ${name} runs on nothing`]),
    ...needs
      .filter((need) => !jobs.includes(need) || need === name)
      .map((need) => `job ${name} needs ${need}`),
    ...faultsOfExpressions(`job ${name}`, job, known),
    ...faultsOfSteps(`job ${name}`, job["steps"], false),
  ];
}

function faultsOfAction(root: Fields): string[] {
  const runs = fieldsOf(root["runs"]);
  const inputs = Object.entries(fieldsOf(root["inputs"]));
  const known = inputs.map(([name]) => `inputs.${name}`);
  const unused = known.filter((name) => !JSON.stringify(runs).includes(`{{ ${name} }}`));
  return [
    ...unknownKeys("the action", root, KEYS.action),
    ...["name", "description"].filter((key) => !(key in root)).map((key) => `the action has no ${key}`),
    ...(runs["using"] === "composite" ? [] : [`it runs by ${String(runs["using"])}`]),
    ...inputs.flatMap(([name, input]) => [
      ...unknownKeys(`input ${name}`, fieldsOf(input), KEYS.input),
      ...("description" in fieldsOf(input) ? [] : [`input ${name} has no description`]),
    ]),
    ...unused.map((name) => `${name} is not used`),
    ...faultsOfExpressions("the action", runs, known),
    ...faultsOfSteps("the action", runs["steps"], true),
  ];
}

function faultsOfSteps(where: string, steps: unknown, composite: boolean): string[] {
  if (!Array.isArray(steps) || steps.length === 0) return [`${where} has no steps`];
  return steps.flatMap((value: unknown, i) => {
    const step = fieldsOf(value);
    const at = `${where}, step ${i + 1}`;
    const { uses, run } = step;
    return [
      ...unknownKeys(at, step, KEYS.step),
      ...((typeof uses === "string") === (typeof run === "string") ? [`${at} is one of uses and run`] : []),
      ...(typeof uses === "string" && !/^[\w-]+\/[\w./-]+@v?\d[\w.]*$/.test(uses)
        ? [`${at} uses ${uses} of no version`]
        : []),
      ...("with" in step && run !== undefined ? [`${at} gives a script inputs`] : []),
      ...(composite && run !== undefined && !("shell" in step) ? [`${at} names no shell`] : []),
      // What somebody else wrote must come in as a variable, and not as a part of the script.
      ...(/\$\{\{\s*(?:inputs|github\.event)/.test(String(run ?? "")) ? [`${at} builds its script`] : []),
    ];
  });
}

/** What is wrong with the expressions in texts; `known` are the values that they may name. */
function faultsOfExpressions(where: string, value: unknown, known: readonly string[]): string[] {
  const text = JSON.stringify(value);
  const opened = text.split("${{").length - 1;
  const bodies = [...text.matchAll(/\$\{\{(.*?)\}\}/g)].map(([, body = ""]) => body);
  const names = bodies.flatMap((body) => body.match(/[a-zA-Z_][\w.-]*(?:\s*\()?/g) ?? []);
  return [
    ...(opened === bodies.length ? [] : [`${where} leaves an expression open`]),
    ...names
      .filter((name) =>
        name.endsWith("(") ? !FUNCTIONS.includes(name.slice(0, -1).trim()) : !known.includes(name),
      )
      .map((name) => `${where} names ${name}`),
  ];
}

function unknownKeys(where: string, fields: Fields, keys: readonly string[]): string[] {
  return Object.keys(fields)
    .filter((key) => !keys.includes(key))
    .map((key) => `${where} has no key ${key}`);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
