/** What the system says of the network: whether there is one, and whether using it costs money. */
import { z } from 'zod'

export interface Network {
  readonly online: boolean
  readonly metered: boolean
}

/** https://wicg.github.io/netinfo: only Chromium has it. */
const connectionSchema = z.object({
  type: z.string().optional(),
  saveData: z.boolean().optional(),
})

export function networkNow(system: Navigator = navigator): Network {
  const { data } = connectionSchema.safeParse(connectionOf(system))
  return { online: system.onLine, metered: data?.type === 'cellular' || data?.saveData === true }
}

/** Told of every change, until the returned function is called. */
export function watchNetwork(listener: (network: Network) => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const tell = () => listener(networkNow())
  window.addEventListener('online', tell, { signal })
  window.addEventListener('offline', tell, { signal })
  const connection = connectionOf(navigator)
  if (connection instanceof EventTarget) connection.addEventListener('change', tell, { signal })
  return () => stop.abort()
}

const connectionOf = (system: Navigator): unknown => ('connection' in system ? system.connection : undefined)
