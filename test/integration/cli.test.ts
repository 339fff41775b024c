/** The command line as scripts and people use it. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerEventSchema, documentSchema, rectSchema } from '../../src/contract/index.ts'
import { annualReportPdf, textPdf } from '../fixtures/pdf.ts'
import { bin, docuchat, findOlderNode, shell } from './cli.ts'

const resultSchema = z.strictObject({
  document: z.strictObject({ id: z.uuid(), name: z.string() }),
  page: z.int().min(1),
  score: z.number(),
  text: z.string(),
  rects: z.array(rectSchema).min(1),
})
const answersSchema = z.array(z.strictObject({ id: z.string(), results: z.array(resultSchema) }))

const olderNode = findOlderNode()
let folder: string
let data: string
const run = (...args: string[]) => docuchat(data, args)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docuchat-cli-'))
  data = join(folder, 'data')
  await writeFile(join(folder, 'report.pdf'), await annualReportPdf())
  await writeFile(
    join(folder, 'turbines.pdf'),
    await textPdf(['Offshore wind turbines.', 'Their bearings wear out.']),
  )
  await writeFile(join(folder, 'broken.pdf'), 'This is no PDF.')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('docuchat', () => {
  it('adds a folder, says what failed, and ends with 1', async () => {
    const { code, stderr, lines } = await run('add', '--json', folder)
    const settled = z.array(z.object({ event: z.string(), document: documentSchema })).parse(lines)
    const states = settled
      .filter((line) => line.event === 'settled')
      .map(({ document }) => [document.name, document.status])
    expect(Object.fromEntries(states)).toEqual({
      'report.pdf': 'ready',
      'turbines.pdf': 'ready',
      'broken.pdf': 'failed',
    })
    expect(code).toBe(1)
    expect(stderr).toBe('')
  })

  it('lists the documents with their reasons', async () => {
    const { code, stdout } = await run('list')
    expect(code).toBe(0)
    expect(stdout).toMatch(/failed \(document_not_pdf\)\s+broken\.pdf/)
    expect(stdout).toMatch(/ready\s+2 p\s+report\.pdf/)
  })

  it('measures how well questions find their pages', async () => {
    const questions = [
      { question: 'What wears out in the turbines?', document: 'turbines', pages: [2], answer: 'bearings' },
      { question: 'What was revenue?', document: 'report.pdf', evidencePages: [2], answer: '$684.3' },
    ]
    const [path, html] = [join(folder, 'questions.jsonl'), join(folder, 'report.html')]
    await writeFile(path, questions.map((line) => JSON.stringify(line)).join('\n'))
    const { code, lines } = await run('eval', path, '--json', '--html', html)
    expect(code).toBe(0)
    expect(lines).toMatchObject([
      { single: { questions: 2, hits: { 8: 1 }, answers: 1, missed: [] }, shared: { questions: 2 } },
    ])
    const report = await readFile(html, 'utf8')
    expect(report).toContain('<bdi>turbines.pdf</bdi>, page 2')
    const pictures = await readdir(join(folder, 'report_files'))
    for (const name of pictures) expect(report).toContain(`src="report_files/${name}"`)
    const [picture = ''] = pictures
    const header = (await readFile(join(folder, 'report_files', picture))).subarray(1, 4)
    expect(header.toString()).toBe('PNG')
    await writeFile(path, '{"question": "Which?", "document": "report.pdf"}')
    expect((await run('eval', path)).stderr).toContain('line 1')
  })

  it('answers a file of questions, a line each, in their order', async () => {
    const questions = join(folder, 'questions.jsonl')
    const ask = [
      { id: 'a', query: 'bearings', documents: ['turbines.pdf'] },
      { id: 'b', query: 'revenue', documents: ['report.pdf', 'turbines.pdf'] },
      { id: 'c', query: 'qzxwv' },
    ]
    await writeFile(questions, ask.map((line) => JSON.stringify(line)).join('\n'))
    const { code, lines } = await run('search', '--input', questions, '--json')
    expect(code).toBe(0)
    const answers = answersSchema.parse(lines)
    expect(answers.map((answer) => answer.id)).toEqual(['a', 'b', 'c'])
    expect(answers[0]?.results[0]).toMatchObject({ document: { name: 'turbines.pdf' }, page: 2 })
    expect(answers[1]?.results[0]).toMatchObject({ document: { name: 'report.pdf' } })
    expect(answers[2]?.results).toEqual([])
  })

  it('answers the other questions when one names a document that is not there', async () => {
    const questions = join(folder, 'wrong.jsonl')
    await writeFile(
      questions,
      '{"id":"a","query":"x","documents":["none.pdf"]}\n{"id":"b","query":"bearings"}\n',
    )
    const { code, lines } = await run('search', '--input', questions, '--json')
    expect(code).toBe(1)
    const [missing, ...rest] = lines
    expect(missing).toMatchObject({ id: 'a', results: [], error: { code: 'not_found' } })
    const [found] = answersSchema.parse(rest)
    expect(found).toMatchObject({ id: 'b' })
    expect(found?.results[0]).toMatchObject({ page: 2 })
  })

  it('keeps to the limit and finds a document by its name without the extension', async () => {
    const { lines } = await run(
      'search',
      'turbines bearings wind',
      '--document',
      'TURBINES',
      '--limit',
      '1',
      '--json',
    )
    expect(lines).toMatchObject([{ results: [{ document: { name: 'turbines.pdf' } }] }])
  })

  it('streams an answer, then its sources', async () => {
    const { code, stdout } = await run('ask', 'Why did revenue grow?')
    expect(code).toBe(0)
    expect(stdout).toMatch(/wind farms.*\[(\d)\]\n[\s\S]*\nSources\n[\s\S]*\[\1\] report\.pdf, page 1\n/)
  })

  it('adds a file and asks about it in one command, and goes on with the chat', async () => {
    const path = join(folder, 'new.pdf')
    await writeFile(path, await textPdf(['The lease of the assembly hall ends in 2031.']))
    const { code, lines } = await run('ask', '--file', path, '--json', 'When does the lease end?')
    expect(code).toBe(0)
    const events = z.array(answerEventSchema).parse(lines)
    expect(events.map((event) => event.type)).toEqual(
      expect.arrayContaining(['start', 'sources', 'delta', 'citation', 'done']),
    )
    const start = events.find((event) => event.type === 'start')
    const next = await run('ask', '--chat', start?.chatId ?? '', 'And of the assembly hall?')
    expect(next.code).toBe(0)
    const { stdout } = await run('chat', 'show', start?.chatId ?? '')
    expect(stdout).toContain('> When does the lease end?')
    expect(stdout).toContain('> And of the assembly hall?')
  })

  it('counts what was used', async () => {
    const { lines } = await run('usage', '--json')
    expect(lines).toMatchObject([{ last24Hours: { answers: 3 }, last7Days: { answers: 3 } }])
  })

  it('refuses a model that is not on the list, naming those that are', async () => {
    const { code, stderr } = await run('ask', '--model', 'secret-model', 'Why?')
    expect(code).toBe(1)
    expect(stderr).toMatch(/“secret-model” is not on this workspace’s list\. Allowed: .*extractive/)
  })

  it('keeps workspaces apart and settings with them', async () => {
    expect((await run('workspace', 'create', 'second')).code).toBe(0)
    expect((await run('--workspace', 'second', 'list', '--json')).lines).toEqual([{ documents: [] }])
    await run('--workspace', 'second', 'config', 'set', 'chat.model', 'llama3')
    expect((await run('--workspace', 'second', 'config', 'get', 'chat.model')).stdout).toBe('llama3\n')
    expect((await run('config', 'get', 'chat.model')).stdout).toBe('null\n')
    expect((await run('config', 'set', 'embedding.dimensions', 'many')).code).toBe(2)
    expect((await run('--workspace', 'none', 'list')).code).toBe(1)
  })

  it('tells a second process who holds the data folder', async () => {
    const results = await Promise.all([
      run('add', '--json', folder),
      ...Array.from({ length: 3 }, () => run('list')),
    ])
    const refused = results.filter((result) => result.stderr.includes('is in use by'))
    expect(refused.length).toBeGreaterThan(0)
    for (const { code, stderr } of refused) {
      expect(code).toBe(1)
      expect(stderr).toMatch(/in use by docuchat (add|list) \(process \d+ on \S+, since /)
    }
    expect((await run('list')).code).toBe(0)
  })

  it('ends quietly when its reader has seen enough', async () => {
    const { code, stderr } = await shell(
      `"${process.execPath}" "${bin}" --data "${data}" list | true; exit \${PIPESTATUS[0]}`,
    )
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining('EPIPE') })
  })

  it.skipIf(olderNode === undefined)('starts itself under the Node it came with', async () => {
    const { code, stdout } = await shell(`"${olderNode}" "${bin}" --data "${data}" list`)
    expect(code).toBe(0)
    expect(stdout).toContain('report.pdf')
  })

  it('removes a document by its name', async () => {
    expect((await run('remove', 'broken.pdf')).code).toBe(0)
    const { stdout } = await run('list')
    expect(stdout).not.toContain('broken.pdf')
  })

  it.each([
    ['an unknown command', ['frobnicate']],
    ['an option that makes no sense', ['search', 'x', '--limit', '0']],
    ['a search for nothing', ['search']],
    ['an empty query', ['search', '  ']],
  ])('ends with 2 on %s', async (_, args) => {
    const { code, stderr } = await run(...args)
    expect(code).toBe(2)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
