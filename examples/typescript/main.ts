/** `node main.ts REPORT.pdf "QUESTION"`: adds a PDF to an organisation's documents and asks about it. See ../README.md. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { DocuChat } from './docuchat.ts'

const [path, question] = process.argv.slice(2)
const { DOCUCHAT_URL = 'http://127.0.0.1:8000', DOCUCHAT_TENANT, DOCUCHAT_EMAIL } = process.env
if (!path || !question || !DOCUCHAT_TENANT || !DOCUCHAT_EMAIL) {
  console.error('DOCUCHAT_TENANT=… DOCUCHAT_EMAIL=… node main.ts REPORT.pdf "QUESTION"')
  process.exit(2)
}

const docuchat = new DocuChat(DOCUCHAT_URL, DOCUCHAT_TENANT)
await docuchat.requestCode(DOCUCHAT_EMAIL)
const terminal = createInterface({ input: process.stdin, output: process.stderr })
await docuchat.signIn(DOCUCHAT_EMAIL, (await terminal.question(`Code sent to ${DOCUCHAT_EMAIL}: `)).trim())
terminal.close()

const document = await docuchat.upload(basename(path), await readFile(path))
console.log(`${document.name}: ${document.status}, ${document.pageCount} pages\n`)

let shown = 0
const answer = await docuchat.ask(question, (text) => {
  process.stdout.write(text.slice(shown))
  shown = Math.max(shown, text.length)
})
console.log('\n')
for (const { n, documentName, page, quote } of answer.citations)
  console.log(`[${n}] ${documentName}, page ${page}: “${quote}”`)

const { last24Hours } = await docuchat.usage()
const tokens = last24Hours.promptTokens + last24Hours.completionTokens
console.log(`\n${last24Hours.answers} answers and ${tokens} tokens in the last 24 hours`)
