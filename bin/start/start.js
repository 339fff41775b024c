// Chooses the shell that the window opens in: Electron, or the browser when there is no Electron or none is wanted.
import { spawn } from 'node:child_process'
import { platform } from 'node:process'
import { parseArgs } from 'node:util'
import { buildIfOld } from './build.js'
import { findElectron, hasScreen, runElectron } from './electron.js'

const HELP = `Usage: npm start [-- OPTIONS]

  --no-open     serve the window for a browser, and open neither it nor Electron
  --port N      the port on 127.0.0.1 (4190 when it is free; 0 for any)
  --data DIR    where documents and chats are kept
`

export async function start() {
  const options = readOptions()
  if (!options) return
  await buildIfOld()
  const electron = options.open ? await findElectron() : undefined
  if (electron) return runElectron(electron, options)
  const { runWebMode } = await import('../../out/backend/web-server.js')
  try {
    await runWebMode({
      ...options,
      announce(address) {
        if (!options.open)
          return console.log(`DocuChat is at ${address} (Enter: another address, Ctrl-C: end)`)
        console.log(
          `${hasScreen() ? 'Electron is not installed' : 'There is no display for a window'}, so DocuChat opens in your browser: ${address}`,
        )
        openInBrowser(address)
      },
    })
  } catch (error) {
    console.error(error.code === 'EADDRINUSE' ? `Port ${options.port} is taken; choose another.` : error)
    process.exitCode = 1
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        'no-open': { type: 'boolean', default: false },
        port: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return void console.log(HELP)
    const port = values.port === undefined ? undefined : Number(values.port)
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536))
      throw new Error(`“${values.port}” is no port`)
    return { open: !values['no-open'], port, data: values.data }
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`)
    process.exitCode = 2
  }
}

/** Quietly does nothing where there is no browser: the address is on the terminal. */
function openInBrowser(address) {
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', address]
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address]
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
