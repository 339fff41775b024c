/** Every mutation that the core knows how to do. */
import { annotationMutations } from './annotations/index.ts'
import { chatMutations } from './chat/index.ts'
import { documentMutations, folderMutations } from './documents/index.ts'
import type { Mutation } from './mutations/index.ts'
import { recordUsage } from './usage/index.ts'

export const allMutations: readonly Mutation[] = [
  ...folderMutations,
  ...documentMutations,
  ...annotationMutations,
  ...chatMutations,
  recordUsage,
]
