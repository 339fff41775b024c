/** Where DocuChat keeps its data on this machine. */
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** `chosen`, else `DOCUCHAT_DATA`, else the platform's folder for application data; made when missing, for its owner only. */
export function dataDirectory(chosen: string | undefined): string {
  const directory = resolve(chosen ?? process.env.DOCUCHAT_DATA ?? platformDirectory())
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return directory
}

function platformDirectory(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'DocuChat')
  if (process.platform === 'win32')
    return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'DocuChat')
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'docuchat')
}
