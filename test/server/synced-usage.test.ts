/** What laptops' models cost: the organisation's limits count what was asked elsewhere, and not what a laptop answered itself. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ModelEnvironment } from '../../src/core/models/index.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { type OpenAIServer, startOpenAIServer } from '../stand-ins/openai-server.ts'
import { type Copy, noKeys, openCopy } from '../sync/copy.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

describe.skipIf(isMissing)('tokens that a laptop spends without a network', () => {
  let hosted: Hosted
  let model: OpenAIServer
  const copies: Copy[] = []
  beforeAll(async () => {
    hosted = await openHosted()
    model = await startOpenAIServer({ reply: () => 'Turbines did [1].', models: ['stand-in'] })
  })
  afterEach(async () => {
    for (const copy of copies.splice(0)) await copy.remove()
  })
  afterAll(async () => {
    await model?.close()
    await hosted?.close()
  })

  /** Asks the model on a copy that is parted from its server, lets it sync, and returns what the copy and the limit show as spent. */
  async function spend(owner: Caller, environment: ModelEnvironment) {
    const copy = await openCopy(owner, hosted.url, undefined, environment)
    copies.push(copy)
    await copy.until(({ state }) => state === 'synced')
    await copy.client.settings.set({ 'chat.endpoint': model.baseURL, 'chat.model': 'stand-in' })
    copy.synced.setNetwork({ online: false, metered: false })
    await copy.client.documents.add({
      file: new File(
        [Uint8Array.from(await textPdf(['Turbines earned 12 million dollars.']))],
        'Turbines.pdf',
      ),
      name: 'Turbines.pdf',
    })
    await copy.core.documents.resume()
    for await (const _ of await copy.client.documents.events({}));
    for await (const _ of await copy.client.chats.ask({ question: 'What did turbines earn?' }));
    const { last24Hours } = await copy.client.usage()
    copy.synced.setNetwork({ online: true, metered: false })
    await copy.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    const [quota] = (await owner.json('GET', '/quotas')) as { used: number }[]
    return { here: last24Hours.promptTokens + last24Hours.completionTokens, counted: quota?.used }
  }

  async function limited(): Promise<Caller> {
    const { owner } = await hosted.addTenant()
    await owner.request('PUT', '/quotas', { userId: null, window: '24h', tokens: 1_000_000 })
    return owner
  }

  it('count once they are synced, where a model elsewhere was asked', { timeout: 120_000 }, async () => {
    // The stand-in is on this computer, and taken for one that is not.
    const { here, counted } = await spend(await limited(), { ...noKeys, isLocal: () => false })
    expect(here).toBeGreaterThan(0)
    expect(counted).toBe(here)
  })

  it('show on the laptop alone, where its own model was asked', { timeout: 120_000 }, async () => {
    const { here, counted } = await spend(await limited(), noKeys)
    expect(here).toBeGreaterThan(0)
    expect(counted).toBe(0)
  })
})
