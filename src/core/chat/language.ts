/** Tells Persian from English by script, so that a question is answered in its own language. */
import type { Language } from '../../contract/index.ts'

/** Persian questions name companies and metrics in Latin letters; English ones seldom hold a third of Persian words. */
const PERSIAN_SHARE = 1 / 3

/** `fa` when at least a third of the words are in Arabic script; `en` otherwise, also for text without words. */
export function languageOf(text: string): Language {
  const words = text.match(/[\p{L}\p{M}\u200c]+/gu) ?? []
  const persian = words.filter((word) => /\p{Script=Arabic}/u.test(word)).length
  return persian > 0 && persian / words.length >= PERSIAN_SHARE ? 'fa' : 'en'
}
