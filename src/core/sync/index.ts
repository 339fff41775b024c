/** The sync module: brings the copies of an organisation's workspace together (docs/sync.md). */

export {
  createSyncClient,
  type Exchanged,
  joinSync,
  type SyncClient,
  type SyncTransport,
} from './client/client.ts'
export { detach } from './client/detach.ts'
export { isOfFile } from './client/fetch-file.ts'
export { fetchTexts } from './client/fetch-texts.ts'
export { createHttpTransport } from './client/http-transport.ts'
export { requireMembership } from './client/membership.ts'
export {
  countWaiting,
  dismissRejections,
  type Rejection,
  recordInOutbox,
  rejections,
} from './client/outbox.ts'
export { hostedSignIn, type Place } from './client/sign-in.ts'
export { keepDerived } from './derived/keep-derived.ts'
export { readDerived } from './derived/read-derived.ts'
export { createSyncEngine, type SyncEngine, type SyncEngineParts } from './engine/index.ts'
export { type AnswerSync, createAnswerSync, requireProtocol } from './server/answer-sync.ts'
export { type BlobUploads, createBlobUploads } from './server/blob-uploads.ts'
export { compactSync, startCompacting } from './server/compact.ts'
