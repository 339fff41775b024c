/** Who runs first when there are fewer processors than work: the window, then what it asks for, then what is computed meanwhile. */
import { setPriority } from 'node:os'

/** As nice(1) has it; higher is later. */
const NICENESS = { backend: 5, computation: 10 } as const

/**
 * Sets the priority of the calling thread and of the threads that it starts. Linux alone counts by thread (see setpriority(2),
 * “C library/kernel differences”); elsewhere it would be the whole process's, and nothing is changed.
 */
export function runAs(kind: keyof typeof NICENESS): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(NICENESS[kind])
  } catch {
    // A container may forbid it; the work is the same.
  }
}
