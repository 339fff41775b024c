/** Prints the Persian documents to PDF with a real Chromium: its shaping, its line breaks, its embedded fonts. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { findChromium } from '../../test/e2e/chromium.ts'
import type { PersianDocument } from './documents.ts'

const HERE = import.meta.dirname

/** Writes NAME.pdf of each document into `folder`; rejects, saying what to do, where there is no Chromium. */
export async function printDocuments(documents: readonly PersianDocument[], folder: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: await findChromium() })
  try {
    for (const document of documents) await print(browser, document, folder)
  } finally {
    await browser.close()
  }
}

async function print(browser: Browser, document: PersianDocument, folder: string): Promise<void> {
  const text = await readFile(join(HERE, 'documents', `${document.name}.md`), 'utf8')
  // A file, not a page set from memory: only pages of the file scheme may load the fonts beside the style sheet.
  const source = join(folder, `${document.name}.html`)
  await writeFile(source, htmlOf(document, text))
  const page = await browser.newPage()
  await page.goto(pathToFileURL(source).href)
  await page.evaluate('document.fonts.ready')
  await page.pdf({ path: join(folder, `${document.name}.pdf`), preferCSSPageSize: true })
  await page.close()
}

function htmlOf({ header, style }: PersianDocument, text: string): string {
  const body = renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkGfm] }, text))
  return `<!doctype html>
<html lang="fa" dir="rtl">
<meta charset="utf-8">
<title>${header}</title>
<link rel="stylesheet" href="${pathToFileURL(join(HERE, 'print.css')).href}">
<style>@page { @top-right { content: "${header}"; font: 8pt Vazirmatn, 'Vazirmatn Web', sans-serif; direction: rtl } }</style>
<body class="${style}">${body}</body>
</html>`
}
