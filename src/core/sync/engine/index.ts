export { createSyncEngine, type SyncEngine, type SyncEngineParts } from './engine.ts'
