export { type Changes, createChanges, type Publish } from './changes.ts'
