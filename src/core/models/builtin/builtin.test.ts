/** The model that ships: what it knows of words, in both of its languages. */
import { expect, it } from 'vitest'
import { builtinEmbedding } from './index.ts'

const model = builtinEmbedding()

async function similarity(a: string, b: string): Promise<number> {
  const { vectors } = await model.embed([a, b], AbortSignal.timeout(5_000))
  const [left, right] = vectors
  return [...(left ?? [])].reduce((sum, value, n) => sum + value * (right?.[n] ?? 0), 0)
}

it('has one space', () => {
  expect(model.space).toBe('builtin/docuchat-words-2@256')
  expect(model.dimensions).toBe(256)
})

it.each([
  [
    'How much did the company pay to its shareholders?',
    'Dividends paid to stockholders',
    'Weather in the mountains',
  ],
  ['Legal proceedings', 'The company was sued and litigation is pending', 'Inventories are valued at cost'],
  ['هزینهٔ حقوق کارکنان', 'دستمزد پرسنل', 'آب و هوای کوهستان'],
])('puts “%s” nearer to “%s” than to “%s”', async (text, near, far) => {
  expect(await similarity(text, near)).toBeGreaterThan((await similarity(text, far)) + 0.1)
})

it.each([
  ['cost of sales', 'هزینه فروش', 'کتاب‌های کودکان'],
  ['income tax', 'مالیات بر درآمد', 'رنگ آسمان'],
  ['bank loans and other debts', 'وام بانکی و سایر بدهی‌ها', 'بازی فوتبال'],
])('puts “%s” nearer to its translation than to other Persian', async (text, near, far) => {
  expect(await similarity(text, near)).toBeGreaterThan((await similarity(text, far)) + 0.1)
})

it('stops when it is told to', async () => {
  await expect(model.embed(['anything'], AbortSignal.abort())).rejects.toThrow()
})
