/** What several searches of one job have in common: its time. */
import type { Job } from "../workers/messages.js";

/** The job with what is left of its time since it was begun. */
export function within(job: Job, begun: number): Job {
  const { maxSeconds } = job.budget;
  if (maxSeconds === undefined) return job;
  const left = maxSeconds - (performance.now() - begun) / 1000;
  return { ...job, budget: { ...job.budget, maxSeconds: Math.max(0, left) } };
}
