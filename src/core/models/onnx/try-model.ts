/** Really loads a model and embeds with it, before it is offered as one. */
import { basename } from 'node:path'
import { AppError } from '../../../contract/index.ts'
import type { Recipe } from './manifest.ts'
import type { Runner } from './runner.ts'

const PROBES = ['Revenue of the year', 'درآمد سال']

/** How many dimensions its vectors have. Throws `embedding_model_invalid` with the loader's reason, or `cancelled`. */
export async function tryModel(
  runner: Runner,
  {
    folder,
    recipe,
    name = basename(folder),
  }: { readonly folder: string; readonly recipe: Recipe; readonly name?: string },
  signal: AbortSignal,
): Promise<number> {
  const invalid = (reason: string, cause?: unknown) =>
    new AppError('embedding_model_invalid', { name, reason }, { cause })
  const vectors = await runner.embed(folder, recipe, PROBES, signal).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'model_failed')
      throw invalid(String(error.details.reason), error)
    throw error
  })
  const [dimensions = 0] = vectors.map((vector) => vector.length)
  const isUnit = (vector: Float32Array) => Math.abs(Math.hypot(...vector) - 1) < 1e-3
  if (dimensions === 0 || !vectors.every(isUnit)) throw invalid('its vectors have no direction')
  return dimensions
}
