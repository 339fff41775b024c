/** The store that processes share for a while. */
export type { Count, KeyValueStore } from './key-value-store.ts'
export { openRedisStore } from './redis-store.ts'
export { openSqliteStore } from './sqlite-store.ts'
