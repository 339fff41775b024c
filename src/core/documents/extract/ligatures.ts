/** Puts the letters of right-to-left ligatures back in order. */
import type { PDFOperatorList } from 'pdfjs-dist/types/src/display/api.d.ts'

const RTL_LIGATURE = /^[\u0590-\u08FF]{2,}$/
const BETWEEN_WORDS = /[^\p{L}\p{M}\u200C]+/u

/**
 * pdf.js turns right-to-left text around letter by letter, and with it the letters inside a ligature: a lam-alef, one glyph that
 * stands for two letters, comes out as alef-lam. The drawing instructions still say which letters were one glyph.
 *
 * Returns the words of a page that are spelt wrong for that reason, each with its right spelling. `showText` is the number of
 * that drawing instruction.
 */
export function misspeltLigatures(operators: PDFOperatorList, showText: number): Map<string, string> {
  const repairs = new Map<string, string>()
  /** The letters of each glyph of a word, from left to right; one list for this instruction, one going on over several. */
  let word: string[] = []
  let longWord: string[] = []
  const end = () => {
    learn(word)
    learn(longWord)
    word = []
    longWord = []
  }
  const learn = (glyphs: readonly string[]) => {
    if (!glyphs.some((letters) => RTL_LIGATURE.test(letters))) return
    const right = glyphs.toReversed().join('')
    const wrong = [...glyphs.join('')].reverse().join('')
    if (right !== wrong) repairs.set(wrong, right)
  }
  operators.fnArray.forEach((operation, index) => {
    if (operation !== showText) return
    const glyphs: unknown = operators.argsArray[index]?.[0]
    for (const glyph of Array.isArray(glyphs) ? glyphs : []) {
      const letters: unknown = glyph?.unicode
      if (typeof letters !== 'string') continue
      if (letters === '' || BETWEEN_WORDS.test(letters)) end()
      else {
        word.push(letters)
        longWord.push(letters)
      }
    }
    learn(word)
    word = []
  })
  end()
  return repairs
}

/** `text` with the words that `repairs` knows spelt right. */
export function repairLigatures(text: string, repairs: ReadonlyMap<string, string>): string {
  if (repairs.size === 0) return text
  return text.replace(/[\p{L}\p{M}\u200C]+/gu, (word) => repairs.get(word) ?? word)
}
