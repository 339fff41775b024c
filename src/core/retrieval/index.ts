/** Retrieval: the keyword index, vector search, and the ranking that fuses them. */
export { buildIndex, type DocumentIndex, INDEX_VERSION, type IndexableChunk } from './build-index.ts'
export { conceptMentions } from './concept-mentions.ts'
export type { IdentityTerms } from './identity.ts'
export { type RetrieveRequest, retrieve } from './retrieve.ts'
export { inScope } from './scope.ts'
export { saveIndex } from './store.ts'
export { namesMeasure, questionTerms, textTerms } from './terms.ts'
export { type QueryVector, searchVectors } from './vector.ts'
