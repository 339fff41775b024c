/** Names one internal error, in its message and in the log. */
import { randomUUID } from 'node:crypto'

export const newReference = (): string => randomUUID().slice(0, 8)
