/** The example clients do what their README says, on a real server whose connections are cut in the middle of an answer. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annualReportPdf } from '../fixtures/pdf.ts'
import { installPython } from '../services/install-python.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { codeFor } from './caller.ts'
import { type Hosted, isMissing, openHosted } from './hosted.ts'

const examples = fileURLToPath(new URL('../../examples', import.meta.url))
const WORDS = Array.from({ length: 60 }, (_, n) => `word${n} `)
const question = 'Why did revenue grow?'

const python = await installPython('examples', join(examples, 'python/requirements.txt')).catch(
  (error: Error) => {
    process.stderr.write(`\n*** NOT RUN: the example client in Python: ${error.message}\n\n`)
    return null
  },
)

describe.skipIf(isMissing)('the example client', () => {
  let hosted: Hosted
  let way: Balancer
  let folder: string
  beforeAll(async () => {
    hosted = await openHosted({}, { reply: () => ({ deltas: WORDS }), delayMs: 40 })
    way = await startBalancer([hosted.url])
    folder = await mkdtemp(join(tmpdir(), 'docuchat-examples-'))
    await writeFile(join(folder, 'report.pdf'), await annualReportPdf())
  })
  afterAll(async () => {
    await way?.close()
    await hosted?.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs a program of the examples as its user does, who reads the code in their mail; cuts the connection at `word5`. */
  async function run(command: string, args: readonly string[]) {
    const { slug, owner } = await hosted.addTenant()
    const email = owner.email.replace('owner', 'member')
    await owner.json('POST', '/invitations', { email, role: 'member' })
    const child = spawn(command, [...args, join(folder, 'report.pdf'), question], {
      env: { ...process.env, DOCUCHAT_URL: way.url, DOCUCHAT_TENANT: slug, DOCUCHAT_EMAIL: email },
    })
    let [output, problems, cuts] = ['', '', 0]
    child.stderr.on('data', (data) => {
      problems += String(data)
    })
    child.stdout.on('data', (data) => {
      output += String(data)
      if (cuts === 0 && output.includes('word5 ')) {
        cuts += 1
        way.cut()
      }
    })
    child.stdin.write(`${await codeFor(hosted.mail, email)}\n`)
    const [status] = await once(child, 'exit')
    return { status, output, problems, cuts }
  }

  const expected = {
    status: 0,
    cuts: 1,
    output: expect.stringMatching(
      new RegExp(
        `^report\\.pdf: ready, \\d+ pages\\s+${WORDS.join('').trim()}\\s+1 answers and \\d+ tokens in the last 24 hours\\s+$`,
      ),
    ),
  }

  it('in TypeScript signs in, uploads, asks, goes on after a lost connection, and reads the usage', async () => {
    expect(await run(process.execPath, [join(examples, 'typescript/main.ts')])).toMatchObject(expected)
  })

  it.skipIf(python === null)('in Python does the same', async () => {
    expect(await run(python ?? '', [join(examples, 'python/main.py')])).toMatchObject(expected)
  })
})
