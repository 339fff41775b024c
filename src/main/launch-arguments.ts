/** Tells what a command line asks of DocuChat: files to open, links to follow. */
import { isAbsolute, resolve } from 'node:path'
import { LINK_SCHEME } from './deep-link.ts'

export interface LaunchRequest {
  readonly files: readonly string[]
  readonly links: readonly string[]
}

/** `workingDirectory` is that of the process that was started, which is not ours for a second instance. */
export function readLaunchArguments(arguments_: readonly string[], workingDirectory: string): LaunchRequest {
  // Chromium adds switches of its own; no file of ours starts with a dash unless it follows `--`.
  const named = arguments_.slice(1).filter((argument) => !argument.startsWith('-'))
  const links = named.filter((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`))
  const files = named
    .filter((argument) => argument.toLowerCase().endsWith('.pdf'))
    .map((path) => (isAbsolute(path) ? path : resolve(workingDirectory, path)))
  return { files, links }
}
