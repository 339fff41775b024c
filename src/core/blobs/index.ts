/** The blobs module: where the bytes of documents are kept. */
export type { BlobStore, ByteRange, LocalFile, StoredBlob } from './blob-store.ts'
export { type BlobFolder, openBlobFolder, openTenantFolders, sweepIncoming } from './folder-store.ts'
export { lockBlob } from './lock-blob.ts'
export { openBlobs } from './open-blobs.ts'
