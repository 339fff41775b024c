/** Opens addresses in the user's browser: only https, and only after the user has seen where it leads. */
import { type BrowserWindow, dialog, shell } from 'electron'
import type { Language } from '../contract/values.ts'

const texts = {
  en: { message: 'Open this address in your browser?', open: 'Open in browser', cancel: 'Stay here' },
  fa: { message: 'این نشانی در مرورگر باز شود؟', open: 'باز کردن در مرورگر', cancel: 'همین‌جا می‌مانم' },
}

/** The address as it will be opened; undefined for what is not plain https. */
export function externalAddress(text: string): string | undefined {
  if (text.length > 4_096 || !URL.canParse(text)) return undefined
  const url = new URL(text)
  // A name and password in an address are there to make it look like another one.
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined
}

export async function openExternal(window: BrowserWindow, text: string, language: Language): Promise<void> {
  const address = externalAddress(text)
  if (address === undefined) return
  const { message, open, cancel } = texts[language]
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message,
    detail: address,
    buttons: [open, cancel],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) await shell.openExternal(address)
}
