/** What ingestion and search ask of an embedding model, whoever provides it. */

export interface EmbeddingModel {
  /** One model at one dimension; vectors of different spaces are never compared. */
  readonly space: string
  readonly dimensions: number
  /**
   * One vector a text, in the order of the texts; `tokens` is the provider's figure, else counted.
   * @throws {AppError} embedding_dimension_mismatch, and those of a chat model
   */
  embed(
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly vectors: Float32Array[]; readonly tokens: number }>
}
