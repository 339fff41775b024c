/** Who listens to which channel within this process. */
export type Listener = (message: string) => void

export class Listeners {
  private readonly byChannel = new Map<string, Set<Listener>>()

  /** True for the first of the channel. */
  add(channel: string, listener: Listener): boolean {
    const present = this.byChannel.get(channel)
    if (present) present.add(listener)
    else this.byChannel.set(channel, new Set([listener]))
    return present === undefined
  }

  /** True when it was the last of the channel. */
  remove(channel: string, listener: Listener): boolean {
    const present = this.byChannel.get(channel)
    if (!present?.delete(listener) || present.size > 0) return false
    return this.byChannel.delete(channel)
  }

  tell(channel: string, message: string): void {
    for (const listener of this.byChannel.get(channel) ?? []) listener(message)
  }
}
