/** Joins a list with the changes that overtook it. */

/** What was listed, with everything that changed here while the list was under way. */
export function withNews<T>(
  listed: ReadonlyMap<string, T>,
  before: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  const items = new Map(listed)
  for (const [id, item] of now) if (before.get(id) !== item) items.set(id, item)
  for (const id of before.keys()) if (!now.has(id)) items.delete(id)
  return items
}
