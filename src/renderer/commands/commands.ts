/** Every command of the window by its name: what the palette lists, shortcuts run and native menus send. */
export interface Command {
  /** Such as `chat.new`; also what a native menu sends. */
  readonly name: string
  /** Its title, made anew each time, since the language may change. */
  readonly title: () => string
  /** Such as `Ctrl Shift F`; on a Mac, Ctrl is the command key. */
  readonly keys?: string
  /** False keeps it out of the palette and from being run. */
  readonly available?: () => boolean
  readonly run: () => void
}

const commands = new Map<string, Command>()

/** Adds the commands of one part of the window. */
export function registerCommands(added: readonly Command[]): void {
  for (const command of added) commands.set(command.name, command)
}

export const allCommands = (): readonly Command[] =>
  [...commands.values()].filter(({ available }) => available?.() ?? true)

/** True when there is such a command and it ran. */
export function runCommand(name: string): boolean {
  const command = commands.get(name)
  if (!command || command.available?.() === false) return false
  command.run()
  return true
}
