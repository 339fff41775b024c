/** Registers what the window may ask of the main process: each message's sender and content are checked first. */
import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { z } from 'zod'
import { isOurWindow } from './sender.ts'

/** `window` is the contents that may ask, undefined while there are none. */
export function createIpc(window: () => WebContents | undefined) {
  const check = (event: IpcMainEvent | IpcMainInvokeEvent, channel: string) => {
    // Said to the asker only: another frame must not learn what there is.
    if (!isOurWindow(event, window())) throw new Error(`${channel}: refused`)
  }
  return {
    /** For messages that are answered; a refusal or a failure rejects at the asker. */
    handle<Input extends readonly unknown[]>(
      channel: string,
      schema: z.ZodType<Input>,
      work: (...input: Input) => unknown,
    ): void {
      ipcMain.handle(channel, async (event, ...raw: unknown[]) => {
        check(event, channel)
        const input = schema.safeParse(raw)
        if (!input.success) throw new Error(`${channel}: not understood`)
        return work(...input.data)
      })
    },
    /** For messages that nobody waits for; what is refused or not understood is dropped. */
    on<Input extends readonly unknown[]>(
      channel: string,
      schema: z.ZodType<Input>,
      work: (...input: Input) => void,
    ): void {
      ipcMain.on(channel, (event, ...raw: unknown[]) => {
        const input = schema.safeParse(raw)
        if (isOurWindow(event, window()) && input.success) work(...input.data)
      })
    },
  }
}

export const nothing = z.tuple([])
