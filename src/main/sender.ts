/** Lets through only messages of the main frame of our own window. */
import type { WebContents, WebFrameMain } from 'electron'
import { isOwnUrl } from './origin.ts'

interface Sent {
  readonly sender: WebContents
  readonly senderFrame: WebFrameMain | null
}

/** `window` is the one we opened; undefined when there is none. */
export function isOurWindow(event: Sent, window: WebContents | undefined): boolean {
  const frame = event.senderFrame
  return (
    window !== undefined &&
    event.sender === window &&
    frame !== null &&
    frame === window.mainFrame &&
    isOwnUrl(frame.url)
  )
}
