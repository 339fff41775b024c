/** The time, for what is said in minutes. */
import { useEffect, useState } from 'react'

const TICK_MS = 20_000

/** Milliseconds since the epoch; new whenever `of` is. */
export function useNow(of: unknown): number {
  const [now, setNow] = useState(Date.now)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has just come happened by now
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [of])
  return now
}
