/** What a user does in the window, by the names that a screen reader says. */

import type { Page } from 'playwright'
import { expect } from 'vitest'

export interface PdfFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Waits for the workspace, with documents or without. */
export async function opened(page: Page): Promise<void> {
  await page.getByRole('status', { name: 'Status' }).getByText('On this computer only').waitFor()
}

/** Drops files on the window as a file manager does. */
export async function dropFiles(page: Page, files: readonly PdfFile[], selector = 'main'): Promise<void> {
  const data = await page.evaluateHandle(
    (given) => {
      const transfer = new DataTransfer()
      for (const { name, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type: 'application/pdf' }))
      }
      return transfer
    },
    files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
  )
  await page.dispatchEvent(selector, 'dragover', { dataTransfer: data })
  await page.dispatchEvent(selector, 'drop', { dataTransfer: data })
}

/** The row of a document in the library. */
export const row = (page: Page, name: string) =>
  page.getByRole('tree', { name: 'Folders and documents' }).getByRole('treeitem').filter({ hasText: name })

/** Waits until the document is ready, which its page count says. */
export async function ready(page: Page, name: string, pages: number): Promise<void> {
  await row(page, name).getByText(String(pages), { exact: true }).waitFor()
}

/** Asks and does not wait for the answer. */
export async function askOnly(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill(question)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: question, level: 2 }).waitFor()
}

/** Asks and waits for the end of the answer. */
export async function ask(page: Page, question: string): Promise<void> {
  await askOnly(page, question)
  await page.getByRole('button', { name: 'Good answer' }).last().waitFor()
}

/** Whether the first yellow line lies wholly within what is shown of the pages. Both are measured at once: marks are drawn anew. */
export const isMarkInView = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const mark = document.querySelector('.docuchat-mark-current')?.getBoundingClientRect()
    const pages = document.querySelector('.docuchat-pages')?.getBoundingClientRect()
    return !!mark && !!pages && mark.top >= pages.top && mark.bottom <= pages.bottom
  })

/** The text of the page that lies under each yellow line, in order. */
export async function markedText(page: Page): Promise<string> {
  const marks = page.locator('.docuchat-mark-current')
  await marks.first().waitFor()
  // The text layer comes after the page's picture.
  await expect.poll(() => page.locator('.textLayer span').count(), { timeout: 10_000 }).toBeGreaterThan(0)
  return page.evaluate(() => {
    const lines = [...document.querySelectorAll('.docuchat-mark-current')].map((mark) =>
      mark.getBoundingClientRect(),
    )
    const words = [...document.querySelectorAll('.textLayer span')].filter((span) => {
      const box = span.getBoundingClientRect()
      const middle = box.top + box.height / 2
      return lines.some(
        (line) => middle > line.top && middle < line.bottom && box.right > line.left && box.left < line.right,
      )
    })
    return words.map((span) => span.textContent).join(' ')
  })
}
