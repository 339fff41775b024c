/** Gathers the commands of every part of the window. */
import { registerChatCommands } from '../chat/commands.ts'
import { registerLibraryCommands } from '../library/commands.ts'
import { registerSearchCommands } from '../search/commands.ts'
import { registerSettingsCommands } from '../settings/commands.ts'
import { registerSyncCommands } from '../sync/commands.ts'
import { registerViewerCommands } from '../viewer/commands.ts'
import { registerShellCommands } from './commands.ts'

export function registerAllCommands(): void {
  registerLibraryCommands()
  registerChatCommands()
  registerViewerCommands()
  registerSearchCommands()
  registerSettingsCommands()
  registerSyncCommands()
  registerShellCommands()
}
