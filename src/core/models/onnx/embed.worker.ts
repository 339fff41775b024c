/** The worker side of runner.ts: keeps one model loaded and embeds with it. */
import { basename, dirname, sep } from 'node:path'
import {
  AutoModel,
  AutoTokenizer,
  env,
  type PreTrainedModel,
  type PreTrainedTokenizer,
  Tensor,
} from '@huggingface/transformers'
import { runAs } from '../../priority.ts'
import type { Recipe } from './manifest.ts'
import { pool } from './pooling.ts'

runAs('computation')

// Only what lies on this disk is loaded, whatever a model's configuration says.
env.allowRemoteModels = false
env.allowLocalModels = true
env.useFSCache = false
env.useBrowserCache = false

/** The window and the database want a processor too; two share the work on machines that have them to spare. */
const THREADS = 2

export interface EmbedTask {
  /** Of the model; its name below the folder that it lies in. */
  readonly folder: string
  readonly recipe: Recipe
  /** With their prefixes. */
  readonly texts: readonly string[]
}

interface Loaded {
  readonly folder: string
  readonly tokenizer: PreTrainedTokenizer
  readonly model: PreTrainedModel
}

let loaded: Promise<Loaded> | undefined

/** A unit vector a text, in their order. */
export async function embed({ folder, recipe, texts }: EmbedTask): Promise<Float32Array[]> {
  const { model, tokenizer } = await ready(folder, recipe)
  const inputs = tokenizer([...texts], { padding: true, truncation: true, max_length: recipe.maxTokens })
  const outputs: unknown = await model(inputs)
  const { dims, data } = tokenVectors(outputs)
  const [count, tokens, dimensions] = dims
  if (dims.length !== 3 || !count || !tokens || !dimensions || !(data instanceof Float32Array))
    throw new Error('its vectors are not those of tokens')
  const batch = { texts: count, tokens, dimensions, values: data, mask: maskOf(inputs) }
  return pool(batch, recipe.pooling)
}

/** Gives back the memory of the model in `folder`, and its files. */
export async function unload({ folder }: Pick<EmbedTask, 'folder'>): Promise<void> {
  const before = await loaded?.catch(() => undefined)
  if (before?.folder !== folder) return
  loaded = undefined
  await before.model.dispose()
}

async function ready(folder: string, recipe: Recipe): Promise<Loaded> {
  const before = await loaded?.catch(() => undefined)
  if (before?.folder === folder) return before
  await before?.model.dispose()
  loaded = load(folder, recipe)
  return loaded
}

async function load(folder: string, { model: path, externalData }: Recipe): Promise<Loaded> {
  env.localModelPath = `${dirname(folder)}${sep}`
  const name = basename(folder)
  const tokenizer = await AutoTokenizer.from_pretrained(name, { local_files_only: true })
  const model = await AutoModel.from_pretrained(name, {
    local_files_only: true,
    device: 'cpu',
    // The file is named in full, so none of the endings that stand for a type is added to it.
    dtype: 'fp32',
    subfolder: path.startsWith('onnx/') ? 'onnx' : '',
    model_file_name: basename(path, '.onnx'),
    use_external_data_format: externalData,
    session_options: { intraOpNumThreads: THREADS, interOpNumThreads: 1, logSeverityLevel: 3 },
  })
  return { folder, tokenizer, model }
}

/** As exporters name the vectors of the last layer. */
function tokenVectors(outputs: unknown): Tensor {
  const named: Readonly<Record<string, unknown>> = { ...(outputs as object) }
  const found = named.last_hidden_state ?? named.token_embeddings
  if (!(found instanceof Tensor)) throw new Error('it gives no vectors of tokens')
  return found
}

function maskOf(inputs: unknown): ArrayLike<number | bigint> {
  const { attention_mask: mask } = inputs as { readonly attention_mask?: unknown }
  if (!(mask instanceof Tensor)) throw new Error('its tokenizer does not tell text from padding')
  return mask.data as ArrayLike<number | bigint>
}
