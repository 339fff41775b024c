/** Leaves out what reasoning models of local servers think aloud before they answer: `<think>…</think>` at the very beginning. */

const OPEN = '<think>'
const CLOSE = '</think>'

/** Feed it the text as it streams; how it is cut changes nothing. Text that does not begin with `<think>` passes unchanged. */
export class ThinkingFilter {
  private state: 'start' | 'thinking' | 'after' | 'answer' = 'start'
  private held = ''

  /** What of the answer is certain after `text`. */
  write(text: string): string {
    if (this.state === 'answer') return text
    this.held += text
    if (this.state === 'start') {
      const begun = this.held.trimStart()
      if (begun.startsWith(OPEN)) this.state = 'thinking'
      else if (!OPEN.startsWith(begun)) return this.release()
    }
    if (this.state === 'thinking') {
      const end = this.held.indexOf(CLOSE)
      if (end < 0) return ''
      this.held = this.held.slice(end + CLOSE.length)
      this.state = 'after'
    }
    // White space between the thoughts and the answer belongs to neither.
    return this.state === 'after' && this.held.trimStart() !== '' ? this.release().trimStart() : ''
  }

  /** The rest, once the text is complete; thoughts that never ended are no answer. */
  end(): string {
    return this.state === 'start' ? this.release() : ''
  }

  private release(): string {
    const text = this.held
    this.held = ''
    this.state = 'answer'
    return text
  }
}
