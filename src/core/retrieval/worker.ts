/** The part of retrieval that runs on worker threads; it loads no database. */
export { buildIndex, type DocumentIndex } from './build-index.ts'
