/** What an exported chat reads like. */
import { expect, it } from 'vitest'
import { type Citation, type Message, messageSchema } from '../../contract/index.ts'
import { toMarkdown } from './export-markdown.ts'
import { fileNameOf } from './file-name.ts'

const id = '00000000-0000-7000-8000-000000000000'
const at = '2024-01-01T00:00:00.000Z'
const [author, shared] = [{ id, name: 'Ada' }, false]
const chat = { id, title: 'Net sales', scope: {}, author, own: true, shared, createdAt: at, updatedAt: at }
const cite = (n: number, page: number, quote: string): Citation => ({
  ...{ n, page, quote, chunkId: id, documentId: id, documentName: 'acme_2018.pdf', rects: [] },
})
const message = (given: Partial<Message>): Message =>
  messageSchema.parse({
    ...{ id, chatId: id, role: 'assistant', content: '', citations: [], sources: [], status: 'done' },
    ...{ model: 'gpt-4o', usage: null, durationMs: null, rating: null, error: null, createdAt: at },
    ...given,
  })
const question = (content: string) => message({ role: 'user', content, model: null })

it('numbers the notes through the chat, the same words under one number', () => {
  const first = message({
    content: 'They rose [2] and fell [1].',
    citations: [cite(2, 5, 'Net sales\t$5,363'), cite(1, 3, 'sales fell')],
  })
  const second = message({
    model: 'extractive',
    content: '“Net sales | $5,363” [4]',
    citations: [cite(4, 5, 'Net sales\t$5,363')],
  })
  const messages = [question('What of *sales*?\n# Really'), first, question('And?'), second]
  expect(toMarkdown({ ...chat, messages }, 'en')).toEqual({
    name: 'Net sales.md',
    markdown: `# Net sales

## Question

> What of \\*sales\\*?
> \\# Really

## Answer

*gpt-4o*

They rose [^1] and fell [^2].

## Question

> And?

## Answer

*Quoted from the documents, not written by a model.*

“Net sales | $5,363” [^1]

## Notes

[^1]: acme\\_2018.pdf, page 5: “Net sales \\| $5,363”
[^2]: acme\\_2018.pdf, page 3: “sales fell”
`,
  })
})

it('says of an answer that it was stopped or failed, and leaves out one that is being written', () => {
  const failed = { code: 'model_rate_limited' as const, details: {}, message: '' }
  const { markdown } = toMarkdown(
    {
      ...chat,
      messages: [
        message({ content: 'Half', status: 'stopped' }),
        message({ status: 'failed', error: failed }),
        message({ content: 'Not yet', status: 'streaming' }),
      ],
    },
    'fa',
  )
  expect(markdown).toContain('Half\n\n*پیش از پایان متوقف شد.*')
  expect(markdown).toContain('محدود کرده است')
  expect(markdown).not.toContain('Not yet')
})

it.each([
  ['What was sales/revenue in 2018?', 'What was sales revenue in 2018.md'],
  ['سود خالص چقدر بود؟', 'سود خالص چقدر بود؟.md'],
  ['../../etc/passwd', 'etc passwd.md'],
  ['CON', '_CON.md'],
  ['...', 'chat.md'],
  ['a\u202egpj.exe', 'a gpj.exe.md'],
])('names the file of %j %j', (title, name) => {
  expect(fileNameOf(title, '.md')).toBe(name)
})
