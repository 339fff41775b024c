/** Tags of several documents together. */
import type { Document } from '../../contract/index.ts'

type Tagged = Pick<Document, 'tags'>

/** Those that every one of them has, in the order of the first. */
export const commonTags = ([first, ...others]: readonly Tagged[]): readonly string[] =>
  (first?.tags ?? []).filter((tag) => others.every(({ tags }) => tags.includes(tag)))

/** Every tag once, the most used first. */
export function tagsInUse(documents: Iterable<Tagged>): readonly string[] {
  const uses = new Map<string, number>()
  for (const { tags } of documents) for (const tag of tags) uses.set(tag, (uses.get(tag) ?? 0) + 1)
  return [...uses].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)).map(([tag]) => tag)
}

/** What the tags are after a change. */
export const withChange = (
  tags: readonly string[],
  { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): string[] => [...tags.filter((tag) => !remove.includes(tag)), ...add.filter((tag) => !tags.includes(tag))]
