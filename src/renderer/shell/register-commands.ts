/** Gathers the commands of every part of the window. */
import { registerShellCommands } from './commands.ts'

export function registerAllCommands(): void {
  registerShellCommands()
}
