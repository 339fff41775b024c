/** A client of DocuChat's hosted server. It needs fetch and WebSocket, as Node 24 and browsers have them, and no package. */

export interface Document {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly pageCount: number | null
  /** Why it failed. */
  readonly error: { readonly code: string; readonly message: string } | null
}

export interface Citation {
  readonly n: number
  readonly documentName: string
  readonly page: number
  readonly quote: string
}

export interface Answer {
  readonly text: string
  readonly citations: readonly Citation[]
  /** Null where no model wrote. */
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | null
}

export interface UsageWindow {
  readonly answers: number
  readonly promptTokens: number
  readonly completionTokens: number
}

/** What the server answers when it does not do what it was asked: decide by `code`, show `message`. */
export class DocuChatError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The frames that this client sends and understands; others are left alone. */
type Request = { type: 'ask'; question: string } | { type: 'resume'; messageId: string }
type Frame =
  | { type: 'start'; messageId: string }
  | { type: 'delta'; text: string }
  | { type: 'done'; message: { content: string; citations: Citation[] }; usage: Answer['usage'] }
  | { type: 'error' | 'refused'; error: { code: string; message: string } }
  | { type: 'sources' | 'citation' | 'pong' }

const TRIES = 6
const LONGEST_WAIT_MS = 8_000

export class DocuChat {
  readonly server: string
  readonly tenant: string
  private token = ''

  /** `server` such as https://docuchat.example.org; `tenant` is the organisation's id or short name. */
  constructor(server: string, tenant: string) {
    this.server = server.replace(/\/$/, '')
    this.tenant = tenant
  }

  /** Has a code sent to `email`; the server says the same whether that address may sign in or not. */
  async requestCode(email: string): Promise<void> {
    await this.json('POST', '/auth/request-code', { email })
  }

  /** Signs in for 7 days. */
  async signIn(email: string, code: string): Promise<void> {
    const { token } = await this.json<{ token: string }>('POST', '/auth/verify-code', { email, code })
    this.token = token
  }

  /** Adds a PDF and waits until it can be asked. Throws the reason where it cannot. */
  async upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Document> {
    const form = new FormData()
    form.append('file', new Blob([bytes], { type: 'application/pdf' }), name)
    const { document, statusUrl } = await this.json<{ document: Document; statusUrl: string }>(
      'POST',
      '/files',
      form,
    )
    // The stream of its progress ends when it is settled.
    await (await this.request('GET', statusUrl.replace('/v1', ''))).text()
    const settled = await this.json<Document>('GET', `/files/${document.id}`)
    if (settled.error) throw new DocuChatError(settled.error.code, settled.error.message)
    return settled
  }

  /** Asks; `onText` is given the answer so far, as it grows. A lost connection is taken up again where the answer is saved. */
  async ask(question: string, onText: (text: string) => void = () => {}): Promise<Answer> {
    let request: Request = { type: 'ask', question }
    for (let tries = 1; ; tries++) {
      const { answer, messageId, wasSent } = await this.follow(request, onText)
      if (answer) return answer
      if (messageId !== undefined) request = { type: 'resume', messageId }
      else if (wasSent && request.type === 'ask')
        throw new Error('the connection was lost before the question was acknowledged: look into your chats')
      if (tries === TRIES) throw new Error('the connection was lost too often')
      await wait(tries)
    }
  }

  usage(): Promise<{ last24Hours: UsageWindow; last7Days: UsageWindow }> {
    return this.json('GET', '/usage')
  }

  /** One connection: to the answer's end, or until it is lost. Throws what the server answers instead. */
  private follow(
    request: Request,
    onText: (text: string) => void,
  ): Promise<{ answer?: Answer; messageId?: string; wasSent: boolean }> {
    const url = `${this.server.replace(/^http/, 'ws')}/ws/chat`
    // In the sub-protocols the token stays out of addresses and logs.
    const socket = new WebSocket(url, ['docuchat', 'bearer', this.token])
    let [text, wasSent] = ['', false]
    let messageId: string | undefined
    return new Promise((resolve, reject) => {
      socket.onopen = () => {
        wasSent = true
        socket.send(JSON.stringify({ ...request, id: '1' }))
      }
      socket.onmessage = ({ data }) => {
        const frame: Frame = JSON.parse(String(data))
        if (frame.type === 'start') messageId = frame.messageId
        if (frame.type === 'delta') {
          text += frame.text
          onText(text)
        }
        if (frame.type === 'done') {
          const { content, citations } = frame.message
          resolve({ answer: { text: content, citations, usage: frame.usage }, wasSent })
        }
        if (frame.type === 'error' || frame.type === 'refused')
          reject(new DocuChatError(frame.error.code, frame.error.message))
        if (frame.type === 'done' || frame.type === 'error') socket.close()
      }
      // After `done` and errors this changes nothing.
      socket.onclose = () => resolve({ wasSent, ...(messageId !== undefined && { messageId }) })
    })
  }

  private async json<T>(method: string, path: string, body?: object): Promise<T> {
    return (await (await this.request(method, path, body)).json()) as T
  }

  /** Repeats what the server could not do right now, after the time that it asks for. */
  private async request(method: string, path: string, body?: object): Promise<Response> {
    const isForm = body instanceof FormData
    for (let tries = 1; ; tries++) {
      const response = await fetch(`${this.server}/v1${path}`, {
        method,
        headers: {
          'X-Tenant-ID': this.tenant,
          ...(this.token !== '' && { Authorization: `Bearer ${this.token}` }),
          ...(body && !isForm && { 'Content-Type': 'application/json' }),
        },
        ...(body && { body: isForm ? body : JSON.stringify(body) }),
      })
      if (response.ok) return response
      const { code, detail } = (await response.json()) as { code: string; detail: string }
      if (response.status !== 503 || tries === TRIES) throw new DocuChatError(code, detail)
      await wait(tries, Number(response.headers.get('Retry-After')) * 1_000)
    }
  }
}

function wait(tries: number, leastMs = 0): Promise<void> {
  const ms = Math.max(leastMs, Math.min(LONGEST_WAIT_MS, 250 * 2 ** tries))
  return new Promise((resolve) => setTimeout(resolve, ms))
}
