/**
 * Unit tests need nothing but Node; *.pg.test.ts also run on a real Postgres, *.redis.test.ts on a real Redis, *.s3.test.ts on an S3
 * server, those of test/server on Postgres and Redis, and test/e2e in a real browser on the built app, hosted*.test.ts there on a server
 * with both.
 */
import { defineConfig } from 'vitest/config'

const everything = ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts']
const inTheWindow = ['test/e2e/**/*.test.ts']
const inTheHostedWindow = ['test/e2e/hosted*.test.ts']
const onPostgres = ['src/**/*.pg.test.ts', 'test/**/*.pg.test.ts']
const onRedis = ['src/**/*.redis.test.ts', 'test/**/*.redis.test.ts']
const onS3 = ['src/**/*.s3.test.ts']
const onBoth = ['test/server/**/*.test.ts']

export default defineConfig({
  test: {
    // PGlite and native modules hold memory and handles that only the end of a process gives back.
    pool: 'forks',
    // As the command line runs it (see bin/docuchat.js): less memory, quicker starts.
    execArgv: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
    // A machine of two cores runs the suite; more forks than that make PGlite's start the slowest test.
    maxWorkers: 2,
    // Opening PGlite takes a second on an idle machine; a busy one must not fail for that.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: everything,
          exclude: [...onPostgres, ...onRedis, ...onS3, ...onBoth, ...inTheWindow],
        },
      },
      {
        extends: true,
        test: { name: 'postgres', include: onPostgres, globalSetup: 'test/services/setup.ts' },
      },
      {
        extends: true,
        test: { name: 'redis', include: onRedis, globalSetup: 'test/services/redis.ts' },
      },
      {
        extends: true,
        test: { name: 's3', include: onS3, globalSetup: 'test/services/s3.ts' },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: onBoth,
          globalSetup: ['test/services/setup.ts', 'test/services/redis.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: inTheWindow,
          exclude: inTheHostedWindow,
          globalSetup: 'test/e2e/setup.ts',
          // A busy machine must not fail a wait.
          expect: { poll: { timeout: 30_000 } },
          // The built app and what stands in for Electron below it run as Node loads them, not as vitest would.
          server: { deps: { external: [/\/out\//, /\/test\/desktop-host\//] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'hosted',
          include: inTheHostedWindow,
          globalSetup: ['test/e2e/setup.ts', 'test/services/setup.ts', 'test/services/redis.ts'],
          expect: { poll: { timeout: 30_000 } },
          server: { deps: { external: [/\/out\//, /\/test\/desktop-host\//] } },
        },
      },
    ],
  },
})
