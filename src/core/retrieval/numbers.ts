/** Writes a number the one way it is indexed, whatever its separators, sign, currency or scale word. */

const scales = new Map([
  ['thousand', 3],
  ['million', 6],
  ['millions', 6],
  ['mm', 6],
  ['billion', 9],
  ['billions', 9],
  ['bn', 9],
  ['trillion', 12],
  ['هزار', 3],
  ['میلیون', 6],
  ['میلیارد', 9],
])

/**
 * The terms of a number as it stands in normalised text, most general first: `(1,577)` gives `1577` and `-1577`, `5.1%` gives `5.1`
 * and `5.1%`, `5.3` before `billion` gives `5.3` and `5300000000`.
 */
export function numberTerms(written: string, nextWord = ''): string[] {
  const digits = written.replace(/[^\d.]/gu, '').replace(/\.$/u, '')
  const plain = trimZeros(digits)
  if (plain === '') return []
  const terms = [plain]
  if (/^\(.*\)%?$|^-/u.test(written)) terms.push(`-${plain}`)
  if (written.includes('%') || PERCENT_WORD.test(nextWord)) terms.push(`${plain}%`)
  const scale = scales.get(nextWord)
  if (scale !== undefined) terms.push(shiftPoint(plain, scale))
  return terms
}

const PERCENT_WORD = /^(?:percent|pct|درصد)$/u

/** `5.30` is `5.3` and `007` is `7`, as text, so that no digit is lost to rounding. */
function trimZeros(digits: string): string {
  const [whole = '', fraction = ''] = digits.split('.')
  const kept = fraction.replace(/0+$/u, '')
  const integer = whole.replace(/^0+(?=\d)/u, '')
  if (kept === '') return integer
  return `${integer === '' ? '0' : integer}.${kept}`
}

function shiftPoint(plain: string, places: number): string {
  const [whole = '', fraction = ''] = plain.split('.')
  const moved = fraction.slice(0, places).padEnd(places, '0')
  return trimZeros(`${whole}${moved}.${fraction.slice(places)}`)
}
