/**
 * The models that are offered for download: conversions for transformers.js on Hugging Face, 8-bit weights. Revisions, sizes and
 * checksums are those that several public repositories pin independently of each other. Small files have none here: their repository's
 * revision names their content.
 */
import type { Prefixes } from './manifest.ts'
import type { Pooling } from './pooling.ts'

export interface CatalogueFile {
  /** Below the repository and below the model's folder alike. */
  readonly path: string
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256?: string
}

export interface CatalogueModel {
  readonly name: string
  readonly repository: string
  /** A commit, so that its files never change. */
  readonly revision: string
  readonly files: readonly CatalogueFile[]
  readonly recommended: boolean
  readonly languages: number
  readonly licence: string
  readonly dimensions: number
  readonly pooling: Pooling
  readonly prefixes: Prefixes
  /** Longer texts are cut off. */
  readonly maxTokens: number
}

const NO_PREFIXES = { query: '', passage: '' }
const MODEL = 'onnx/model_quantized.onnx'

export const catalogue: readonly CatalogueModel[] = [
  {
    // Wang et al. 2024, “Multilingual E5 Text Embeddings”: 94 languages; its card asks for the prefixes and mean pooling.
    name: 'multilingual-e5-small',
    repository: 'Xenova/multilingual-e5-small',
    revision: '761b726dd34fb83930e26aab4e9ac3899aa1fa78',
    files: [
      { path: 'config.json', bytes: 658 },
      { path: 'tokenizer_config.json', bytes: 443 },
      {
        path: 'tokenizer.json',
        bytes: 17_082_730,
        sha256: '0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39',
      },
      {
        path: MODEL,
        bytes: 118_308_185,
        sha256: 'f80102d3f2a1229f387d3c81909990d8945513e347b0eab049f7de3c6f98c193',
      },
    ],
    recommended: true,
    languages: 94,
    licence: 'MIT',
    dimensions: 384,
    pooling: 'mean',
    prefixes: { query: 'query: ', passage: 'passage: ' },
    maxTokens: 512,
  },
  {
    // Chen et al. 2024, “BGE M3-Embedding”: over 100 languages; the first token's vector, no prefixes.
    name: 'bge-m3',
    repository: 'Xenova/bge-m3',
    revision: '4de13258303883538bd53b696b452bf8099f0858',
    files: [
      { path: 'config.json', bytes: 770 },
      { path: 'tokenizer_config.json', bytes: 1_173 },
      {
        path: 'tokenizer.json',
        bytes: 17_082_821,
        sha256: '6710678b12670bc442b99edc952c4d996ae309a7020c1fa0096dd245c2faf790',
      },
      {
        path: MODEL,
        bytes: 569_694_530,
        sha256: '0826f8c1ab9edf1801db86c61919d4d108e8bfc0b809ec823ad366882ff0b77d',
      },
    ],
    recommended: false,
    languages: 100,
    licence: 'MIT',
    dimensions: 1_024,
    pooling: 'cls',
    prefixes: NO_PREFIXES,
    // It reads 8,192, but a chunk has 400 and a batch's memory grows with the square.
    maxTokens: 1_024,
  },
  {
    // Reimers and Gurevych 2020, “Making Monolingual Sentence Embeddings Multilingual”: 50 languages, 128 tokens.
    name: 'paraphrase-multilingual-MiniLM-L12-v2',
    repository: 'Xenova/paraphrase-multilingual-MiniLM-L12-v2',
    revision: '2c4055b12046f11709e9df2c122e59ffbdc2f900',
    files: [
      { path: 'config.json', bytes: 700 },
      { path: 'tokenizer_config.json', bytes: 496 },
      {
        path: 'tokenizer.json',
        bytes: 17_082_913,
        sha256: 'b60b6b43406a48bf3638526314f3d232d97058bc93472ff2de930d43686fa441',
      },
      {
        path: MODEL,
        bytes: 118_308_126,
        sha256: '66fc00f5f29afcaff34092e1bdd20008ca3918265a82fb9695a551e510cc4ebc',
      },
    ],
    recommended: false,
    languages: 50,
    licence: 'Apache-2.0',
    dimensions: 384,
    pooling: 'mean',
    prefixes: NO_PREFIXES,
    maxTokens: 128,
  },
  {
    // sentence-transformers' small English model: 256 tokens.
    name: 'all-MiniLM-L6-v2',
    repository: 'Xenova/all-MiniLM-L6-v2',
    revision: '751bff37182d3f1213fa05d7196b954e230abad9',
    files: [
      { path: 'config.json', bytes: 650 },
      { path: 'tokenizer_config.json', bytes: 366 },
      {
        path: 'tokenizer.json',
        bytes: 711_661,
        sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
      },
      {
        path: MODEL,
        bytes: 22_972_370,
        sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
      },
    ],
    recommended: false,
    languages: 1,
    licence: 'Apache-2.0',
    dimensions: 384,
    pooling: 'mean',
    prefixes: NO_PREFIXES,
    maxTokens: 256,
  },
]

export const bytesOf = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0)
