export { countJobs, type JobCounts } from './count-jobs.ts'
export { type DeadLetter, deadLetters, takeDeadLetter } from './dead-letters.ts'
export { type Attempt, openQueue, type Queue, type QueueOptions } from './queue.ts'
