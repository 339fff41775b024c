/** Run after npm install: puts `docuchat` among the commands of node_modules, where npx finds it at once. */
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../node_modules/.bin/docuchat', import.meta.url))

if (process.platform === 'win32') {
  writeFileSync(`${command}.cmd`, '@node "%~dp0\\..\\..\\bin\\docuchat.js" %*\r\n')
} else {
  rmSync(command, { force: true })
  symlinkSync('../../bin/docuchat.js', command)
  chmodSync(command, 0o755)
}
