/** Where DocuChat keeps its data: the folder that the command line uses too. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app } from 'electron'

/** `DOCUCHAT_DATA`, else the platform's folder for application data; made when missing, for its owner only. */
export function dataDirectory(): string {
  const directory = resolve(process.env.DOCUCHAT_DATA ?? platformDirectory())
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return directory
}

function platformDirectory(): string {
  if (process.platform !== 'linux') return join(app.getPath('appData'), 'DocuChat')
  return join(process.env.XDG_DATA_HOME ?? join(app.getPath('home'), '.local', 'share'), 'docuchat')
}
