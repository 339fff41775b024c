/** Reads what a folder for transformers.js or sentence-transformers says of the embedding model in it. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError, chooseGraph } from '../../../contract/index.ts'
import { type CatalogueModel, catalogue } from './catalogue.ts'
import type { Prefixes, Recipe } from './manifest.ts'
import type { Pooling } from './pooling.ts'

const NEEDED = ['config.json', 'tokenizer.json', 'tokenizer_config.json']
/** More than a chunk has, and little enough for a batch's memory; most models were trained on fewer. */
const MAX_TOKENS = 1_024
const DEFAULT_TOKENS = 512

export interface FolderContents {
  readonly recipe: Recipe
  /** What belongs to the model, below the folder. */
  readonly files: readonly string[]
  /** A name for it, whatever else has it already. */
  readonly name: string
}

const configSchema = z.object({
  _name_or_path: z.string().optional(),
  model_type: z.string().optional(),
  max_position_embeddings: z.number().optional(),
})
const sentenceSchema = z.object({ max_seq_length: z.number().nullish() })
const poolingSchema = z.record(z.string(), z.unknown())
const promptsSchema = z.object({
  prompts: z.object({ query: z.string(), passage: z.string(), document: z.string() }).partial().optional(),
})

/** Throws `not_found`, or `embedding_model_invalid` with what is missing. */
export async function readModelFolder(folder: string): Promise<FolderContents> {
  const title = basename(folder)
  const invalid = (reason: string) => new AppError('embedding_model_invalid', { name: title, reason })
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new AppError('not_found', { kind: 'folder', id: title })
  for (const name of NEEDED) if (!(await isFile(join(folder, name)))) throw invalid(`${name} is missing`)
  const model = chooseGraph(await namesIn(folder))
  if (model === undefined) throw invalid('there is no .onnx file in it, nor in its folder “onnx”')

  const config = await readJson(join(folder, 'config.json'), configSchema)
  if (!config) throw invalid('config.json cannot be read')
  const known = knownAs(title, config._name_or_path)
  const pooling = await poolingOf(folder, known)
  if (!pooling) throw invalid('its pooling is none of mean, cls and last token')
  const data = `${model}_data`
  const externalData = await isFile(join(folder, data))
  return {
    name: known?.name ?? safeName(title),
    recipe: {
      model,
      externalData,
      pooling,
      prefixes: await prefixesOf(folder, known),
      maxTokens: known?.maxTokens ?? (await maxTokensOf(folder, config)),
    },
    files: [...NEEDED, model, ...(externalData ? [data] : [])],
  }
}

/** Names in the folder, and in those below it that a model has. */
async function namesIn(folder: string): Promise<string[]> {
  const within = async (below: string) => {
    const names = await readdir(join(folder, below)).catch(() => [])
    return names.map((name) => `${below}${name}`)
  }
  return [...(await within('')), ...(await within('onnx/'))]
}

/** A model of the catalogue that was brought by hand: its folder need not say what the catalogue knows. */
function knownAs(...names: readonly (string | undefined)[]): CatalogueModel | undefined {
  const lastParts = names.map((name) => name?.split(/[\\/]/).at(-1)?.toLowerCase())
  return catalogue.find(({ name }) => lastParts.includes(name.toLowerCase()))
}

/** As sentence-transformers keeps it; `mean` where nothing is said. Undefined for a way that is not known here. */
async function poolingOf(folder: string, known: CatalogueModel | undefined): Promise<Pooling | undefined> {
  const said = await readJson(join(folder, '1_Pooling', 'config.json'), poolingSchema)
  if (!said) return known?.pooling ?? 'mean'
  const ways = Object.keys(said).filter((key) => key.startsWith('pooling_mode_') && said[key] === true)
  const names: Readonly<Record<string, Pooling>> = {
    pooling_mode_mean_tokens: 'mean',
    pooling_mode_cls_token: 'cls',
    pooling_mode_lasttoken: 'last',
  }
  return ways.length === 1 ? names[ways[0] ?? ''] : undefined
}

async function prefixesOf(folder: string, known: CatalogueModel | undefined): Promise<Prefixes> {
  const said = await readJson(join(folder, 'config_sentence_transformers.json'), promptsSchema)
  const { query, passage, document } = said?.prompts ?? {}
  return {
    query: query ?? known?.prefixes.query ?? '',
    passage: passage ?? document ?? known?.prefixes.passage ?? '',
  }
}

async function maxTokensOf(folder: string, config: z.infer<typeof configSchema>): Promise<number> {
  const sentence = await readJson(join(folder, 'sentence_bert_config.json'), sentenceSchema)
  const positions = config.max_position_embeddings ?? DEFAULT_TOKENS
  // RoBERTa and its kin count positions from the padding's index on: two of them are no tokens.
  const places = /roberta|camembert|mpnet/.test(config.model_type ?? '') ? positions - 2 : positions
  return Math.max(8, Math.min(Math.floor(sentence?.max_seq_length ?? DEFAULT_TOKENS), places, MAX_TOKENS))
}

const safeName = (title: string): string =>
  title
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 80) || 'model'

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
