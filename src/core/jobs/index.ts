export { openQueue, type Queue } from './queue.ts'
