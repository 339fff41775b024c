/** Amounts of tokens as people type them. */
const UNITS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, هزار: 1e3, میلیون: 1e6 }
/** Of Persian and Arabic digits, in Unicode. */
const ZEROS = [0x06f0, 0x0660]

/** `250,000`, `250k`, `1.5M`, `۲٫۵ میلیون` as a whole number; undefined for what is none, or is past what the server counts. */
export function parseTokens(text: string): number | undefined {
  const plain = [...text.trim().toLowerCase()].map(asciiDigit).join('').replaceAll('٫', '.')
  const [, digits, unit] = /^([\d,٬\u00a0\u202f _]*\d(?:\.\d+)?)\s*(k|m|هزار|میلیون)?$/u.exec(plain) ?? []
  if (digits === undefined) return undefined
  const tokens = Number(digits.replaceAll(/[^\d.]/g, '')) * (unit === undefined ? 1 : (UNITS[unit] ?? 1))
  return Number.isSafeInteger(Math.round(tokens)) ? Math.round(tokens) : undefined
}

function asciiDigit(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const zero = ZEROS.find((start) => point >= start && point <= start + 9)
  return zero === undefined ? character : String(point - zero)
}
