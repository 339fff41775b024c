/** Inflections of a Persian word have one stem, and words that merely look alike keep their own. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compoundParts, joinedPairs, stemPersian } from './persian.ts'

const letters = fc.string({ unit: fc.constantFrom(...'ابتدرسگمنهیو\u200c'), minLength: 1, maxLength: 14 })

describe('stemPersian', () => {
  it.each([
    ['شرکت', ['شرکت‌ها', 'شرکتهای', 'شرکت‌هایشان']],
    ['بیمار', ['بیماران', 'بیماری', 'بیماری‌ها', 'بیمارانی']],
    ['مشتری', ['مشتریان', 'مشتری‌ها']],
    ['بیمه‌شده', ['بیمه‌شدگان', 'بیمهشدگان']],
    ['نماینده', ['نمایندگان', 'نمایندگی']],
    ['تعمیر', ['تعمیرات', 'تعمیراتی']],
    ['مالیات', ['مالیاتی', 'مالیات‌ها']],
    ['می‌خرد', ['می‌خرند', 'می‌خریم', 'نمی‌خرد', 'میخرد']],
    ['خانه', ['خانه‌ی', 'خانه‌ای', 'خانه‌ام', 'خانه‌اش', 'خانه‌ها']],
  ])('brings the forms of %s together', (word, forms) => {
    for (const form of forms) expect(stemPersian(form)).toBe(stemPersian(word))
  })

  it.each([
    ['مالیات', 'مالی'],
    ['عملیات', 'عملی'],
    ['باران', 'بار'],
    ['میزان', 'میز'],
    ['زمان', 'زم'],
    ['دفتر', 'دف'],
  ])('keeps %s apart from %s', (word, other) => {
    expect(stemPersian(word)).not.toBe(stemPersian(other))
  })

  it('changes no stem, and makes no word longer or empty', () => {
    fc.assert(
      fc.property(letters, (word) => {
        const stem = stemPersian(word)
        expect(stemPersian(stem)).toBe(stem)
        expect(stem.length).toBeLessThanOrEqual(word.length)
        if (/[^\u200c]/u.test(word)) expect(stem).not.toBe('')
      }),
      { examples: [['\u200cی']] },
    )
  })
})

describe('compoundParts', () => {
  it('names the words of a compound, not its endings nor a verb’s prefix', () => {
    expect(compoundParts('دندان‌پزشکی')).toEqual(['دندان', 'پزشکی'])
    expect(compoundParts('سهام‌داران')).toEqual(['سهام', 'داران'])
    for (const word of ['شرکت‌ها', 'خانه‌ای', 'می‌شود', 'کتاب']) expect(compoundParts(word)).toEqual([])
  })
})

describe('joinedPairs', () => {
  const functionWords = new Set(['و', 'هم', 'در'])
  const pairs = (text: string) => joinedPairs(text.split(' '), (word) => functionWords.has(word))

  it('runs neighbours together, as a text may spell them', () => {
    expect(pairs('نرم افزار مالی')).toEqual(['نرمافزار', 'افزارمالی'])
  })

  it('joins a function word only where compounds begin with it', () => {
    expect(pairs('هم زمان')).toEqual(['همزمان'])
    expect(pairs('و ام')).toEqual([])
    expect(pairs('کار در خانه')).toEqual([])
  })

  it('leaves numbers and other scripts alone', () => {
    expect(pairs('سال 1402 ISO سامانه')).toEqual([])
  })
})
