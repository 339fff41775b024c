/** On the server: files go ahead of the mutations that name them, and are kept for these. */
import {
  type Actor,
  AppError,
  type MutationName,
  mutationSchemas,
  type PushedMutation,
} from '../../../contract/index.ts'
import { type BlobStore, lockBlob } from '../../blobs/index.ts'
import type { Transaction } from '../../database/index.ts'
import { forgetUpload, markWhole, mayKnow } from './upload-parts.ts'

/** Both are called in the transaction of the mutation `name`, around it, with its arguments. */
export interface FilesAhead {
  /** `behind` are the mutations that come behind it in its request. @throws {AppError} file_missing */
  before(
    tx: Transaction,
    actor: Actor,
    name: MutationName,
    args: unknown,
    behind: readonly PushedMutation[],
  ): Promise<void>
  after(tx: Transaction, actor: Actor, name: MutationName, args: unknown): Promise<void>
}

const added = mutationSchemas['document.add']

export function createFilesAhead(blobs: (tenantId: string) => Pick<BlobStore, 'has'>): FilesAhead {
  /** Whether the actor may name the file, and it is there; until the transaction ends, nobody removes it. */
  async function isThere(tx: Transaction, actor: Actor, sha256: string): Promise<boolean> {
    await lockBlob(tx, actor.tenantId, sha256)
    return (await mayKnow(tx, actor, sha256)) && blobs(actor.tenantId).has(sha256)
  }

  return {
    async before(tx, actor, name, args, behind) {
      if (name === 'document.add') {
        const { name: title, sha256 } = added.parse(args)
        if (!(await isThere(tx, actor, sha256))) throw new AppError('file_missing', { name: title })
      }
      // The client asked for it before this request, when a document still held it, and was told to send nothing.
      if (name === 'document.purge')
        for (const [sha256, bytes] of filesOf(behind))
          if (await isThere(tx, actor, sha256)) await markWhole(tx, actor, sha256, bytes)
    },
    async after(tx, actor, name, args) {
      // From now on the document holds it.
      if (name === 'document.add') await forgetUpload(tx, actor, added.parse(args).sha256)
    },
  }
}

/** Hashes and sizes of what they add, in one order: whoever locks several takes them in the same. */
function filesOf(mutations: readonly PushedMutation[]): readonly (readonly [string, number])[] {
  const parsed = mutations
    .filter(({ name }) => name === 'document.add')
    .map(({ args }) => added.safeParse(args))
  const files = parsed.flatMap(({ data }) => (data ? [[data.sha256, data.bytes] as const] : []))
  return [...new Map(files)].toSorted(([one], [other]) => (one < other ? -1 : 1))
}
