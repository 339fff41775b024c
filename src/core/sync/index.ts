/** The sync module: brings the copies of an organisation's workspace together (docs/sync.md). */
export { type AnswerSync, createAnswerSync } from './answer-sync.ts'
export { type BlobUploads, createBlobUploads } from './blob-uploads.ts'
export { createSyncClient, joinSync, type SyncClient, type SyncTransport } from './client.ts'
export { compactSync } from './compact.ts'
export { readDerived } from './derived/read-derived.ts'
export { fetchTexts } from './fetch-texts.ts'
export { createHttpTransport } from './http-transport.ts'
export { countWaiting, dismissRejections, type Rejection, recordInOutbox, rejections } from './outbox.ts'
