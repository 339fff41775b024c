/** What takes too long to be tried at every change: thousands of histories of sync, and its processes at full size. */
import { defineConfig } from 'vitest/config'
import quick from './vitest.config.ts'

const { projects: _, ...shared } = quick.test ?? {}

export default defineConfig({
  test: {
    ...shared,
    // One after the other: what is measured in minutes gains nothing from a machine that is short of processors.
    maxWorkers: 1,
    fileParallelism: false,
    include: ['src/core/sync/convergence.test.ts', 'test/server/sync-processes.test.ts'],
    globalSetup: ['test/services/setup.ts', 'test/services/redis.ts'],
    env: { SYNC_HISTORIES: process.env.SYNC_HISTORIES ?? '2000', SYNC_SCALE: 'full' },
  },
})
