/** What ingestion and search ask of an embedding model, whoever provides it. */

/** Some models embed what is asked otherwise than what is searched. */
export type EmbeddingKind = 'query' | 'passage'

export interface EmbeddingModel {
  /** One model at one dimension; vectors of different spaces are never compared. */
  readonly space: string
  readonly dimensions: number
  /** As of a chat model. */
  readonly isLocal: boolean
  /**
   * One vector a text, in the order of the texts; `tokens` is the provider's figure, else counted. The texts are passages unless
   * `kind` says otherwise.
   * @throws {AppError} embedding_dimension_mismatch, those of a chat model, and embedding_model_missing and _damaged of one that runs here
   */
  embed(
    texts: readonly string[],
    signal: AbortSignal,
    kind?: EmbeddingKind,
  ): Promise<{ readonly vectors: Float32Array[]; readonly tokens: number }>
}
