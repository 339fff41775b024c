/** The digits of a code as people type and paste them. */
export const CODE_LENGTH = 6

/** The first six digits in `text`, Persian and Arabic ones too, as ASCII; what lies between is left out. */
export const digitsOf = (text: string): string =>
  [...text.normalize('NFKC')]
    .flatMap((character) => digitOf(character) ?? [])
    .slice(0, CODE_LENGTH)
    .join('')

/** In Unicode, the zeros of these three scripts. */
const ZEROS = [0x30, 0x0660, 0x06f0]

function digitOf(character: string): number | undefined {
  const point = character.codePointAt(0) ?? 0
  const zero = ZEROS.find((start) => point >= start && point <= start + 9)
  return zero === undefined ? undefined : point - zero
}
