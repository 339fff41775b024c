/** Answers that a model writes, from setting it up to taking the chat elsewhere; on a scripted endpoint. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { annualReportPdf } from '../fixtures/pdf.ts'
import {
  type ChatReply,
  type ChatRequest,
  type OpenAIServer,
  startOpenAIServer,
} from '../stand-ins/openai-server.ts'
import { ask, askOnly, dropFiles, opened, ready } from './actions.ts'
import { launchWeb, type WebWindow } from './launch-web.ts'

const WRITTEN = `Revenue grew by **9.4%** [1].

| Year | Revenue |
| --- | ---: |
| 2025 | 5,363 |
| 2024 | 4,902 |

\`\`\`python
growth = 5363 / 4902 - 1
\`\`\`

In a formula: $g = \\frac{r_1}{r_0} - 1$.

![a picture](https://example.com/picture.png) <script>alert(1)</script> [a link](https://example.com/)`

const QUOTE = 'Revenue grew 9.4%'

/** Cites the passage that has the quote by the number that it was given. */
function markerFor({ messages }: ChatRequest): string {
  const passages = messages.flatMap(({ content }) => content.split('<passage-'))
  const n = /n="(\d+)"/.exec(passages.find((passage) => passage.includes(QUOTE)) ?? '')?.[1]
  return `[${n}: "${QUOTE}"]`
}

describe.skipIf(inject('chromium') === null)('a model', () => {
  let endpoint: OpenAIServer
  let window: WebWindow
  let page: Page
  let reply: ChatReply = WRITTEN
  const requested: string[] = []

  function answerTo(request: ChatRequest): ChatReply {
    // A follow-up is first made a question of its own, without passages.
    if (!request.messages.some(({ content }) => content.includes('<passage-')))
      return 'What else about revenue?'
    return typeof reply === 'string' ? reply.replace('[1]', markerFor(request)) : reply
  }

  beforeAll(async () => {
    endpoint = await startOpenAIServer({
      reply: answerTo,
      models: ['stand-in', 'other'],
    })
    window = await launchWeb({ permissions: ['clipboard-read', 'clipboard-write'] })
    page = window.page
    page.on('request', (request) => requested.push(request.url()))
    await opened(page)
    await dropFiles(page, [{ name: 'Annual report.pdf', bytes: await annualReportPdf() }])
    await ready(page, 'Annual report', 2)
  })
  afterAll(async () => {
    await window?.close()
    await endpoint?.close()
  })

  const answer = () => page.getByRole('log').getByRole('article').last()

  it('is set up by its address, tested and saved', async () => {
    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: 'Models' }).click()
    await page.getByRole('button', { name: 'Set up' }).first().click()
    await page.getByRole('textbox', { name: 'Address' }).fill(endpoint.baseURL)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page
      .getByRole('status')
      .getByText(/2 models/)
      .waitFor()
    await page.getByRole('combobox', { name: 'Model' }).fill('stand-in')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('status').getByText('Saved').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByRole('status', { name: 'Status' }).getByText('stand-in').waitFor()
  })

  it('writes tables, code and formulas', async () => {
    await ask(page, 'How did revenue grow?')
    await answer().getByRole('cell', { name: '5,363' }).waitFor()
    expect(await answer().locator('code').textContent()).toContain('growth = 5363')
    expect(await answer().locator('.katex').count()).toBeGreaterThan(0)
  })

  it('is said to have written it, with its tokens and time', async () => {
    const text = await answer().textContent()
    expect(text).toContain('stand-in')
    expect(text).toMatch(/\d tokens/)
    expect(await page.getByText('Quoted, not written').count()).toBe(0)
  })

  it('makes the window load nothing from elsewhere', async () => {
    expect(await answer().locator('script').count()).toBe(0)
    expect(
      requested.filter((url) => !new URL(url).host.startsWith('127.0.0.1') && url.startsWith('http')),
    ).toEqual([])
    expect(window.problems).toEqual([])
  })

  it('cites: pointing shows the passage, clicking its lines on the page', async () => {
    const chip = answer().getByRole('button', { name: /^Citation \d/ })
    await chip.hover()
    await page.getByText('Annual report.pdf').last().waitFor()
    await chip.click()
    await page.locator('.docuchat-mark-current').first().waitFor()
  })

  it('answers again', async () => {
    reply = 'Another answer [1].'
    await answer().getByRole('button', { name: 'Try again' }).click()
    await answer().getByText('Another answer').waitFor()
    await page.getByRole('button', { name: 'Good answer' }).last().waitFor()
  })

  it('answers an edited question in place of the first', async () => {
    reply = 'To the new question [1].'
    await page.getByRole('heading', { level: 2, name: 'How did revenue grow?' }).hover()
    await page.getByRole('button', { name: 'Edit the question' }).click()
    await page.getByRole('textbox', { name: 'Edit the question' }).fill('Why did revenue grow so much?')
    await page.getByRole('button', { name: 'Ask again' }).click()
    await answer().getByText('To the new question').waitFor()
    expect(await page.getByRole('heading', { level: 2, name: 'How did revenue grow?' }).count()).toBe(0)
  })

  it('is copied and rated', async () => {
    await page.getByRole('button', { name: 'Good answer' }).last().click()
    expect(await page.getByRole('button', { name: 'Good answer' }).last().getAttribute('aria-pressed')).toBe(
      'true',
    )
    await answer().getByRole('button', { name: 'Copy' }).click()
    await answer().getByRole('button', { name: 'Copied' }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('To the new question')
    expect(copied).toMatch(/\[\d\] Annual report\.pdf, p\. \d/)
  })

  it('is stopped, and what it wrote stays', async () => {
    reply = { deltas: ['The first words ', 'of a long answer '], ending: 'hang' }
    await askOnly(page, 'Tell everything.')
    await answer().getByText('of a long').waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await answer()
      .getByText(/Stopped/)
      .waitFor()
    expect(await answer().textContent()).toContain('The first words of a long answer')
  })

  it('stops when its chat is removed, which undo brings back as it was', async () => {
    reply = { deltas: ['Words before ', 'it was removed '], ending: 'hang' }
    await askOnly(page, 'And the rest?')
    await answer().getByText('Words before it was').waitFor()
    const left = endpoint.disconnected()
    await page.getByRole('button', { name: 'More for this chat' }).click()
    await page.getByRole('menuitem', { name: 'Remove the chat' }).click()
    await left
    await page.getByRole('button', { name: /^Undo/ }).click()
    await page
      .getByRole('button', { name: /Why did revenue grow so much/ })
      .first()
      .click()
    await answer().getByText('Words before it was removed').waitFor()
  })

  it('has its chat renamed, found by what was said, and saved as Markdown with its citations', async () => {
    await page.getByRole('button', { name: 'Rename the chat' }).click()
    await page.getByRole('textbox', { name: 'Title of the chat' }).fill('Growth')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Search in your chats' }).click()
    await page.getByRole('textbox', { name: 'Search in your chats' }).fill('long answer')
    await page.locator('mark').first().waitFor()
    await page.keyboard.press('Escape')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'More for this chat' }).click()
    await page.getByRole('menuitem', { name: 'Save as Markdown' }).click()
    const saved = await download
    expect(saved.suggestedFilename()).toBe('Growth.md')
    const text = await readFile(await saved.path(), 'utf8')
    expect(text).toContain('# Growth')
    expect(text).toContain('Annual report.pdf')
  })

  it('stops when its window goes, and shows what it wrote when the window is back', async () => {
    reply = { deltas: ['Words before ', 'the window went '], ending: 'hang' }
    await askOnly(page, 'Once more?')
    await answer().getByText('Words before the window').waitFor()
    const left = endpoint.disconnected()
    await page.reload()
    await left
    await page.getByRole('button', { name: 'Growth', exact: true }).click()
    await answer().getByText('Words before the window went').waitFor()
    await answer()
      .getByText(/Stopped/)
      .waitFor()
  })

  it('that cannot be reached leaves the question to be asked again', async () => {
    await endpoint.close()
    await askOnly(page, 'Is anyone there?')
    await answer().getByRole('alert').waitFor()
    await answer()
      .getByRole('button', { name: /again|quote/i })
      .first()
      .waitFor()
  })
})
