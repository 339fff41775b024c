/** Counts down. */
import { useEffect, useState } from 'react'

/** Whole seconds until `time`, in milliseconds since the epoch; 0 once it has come. */
export function useSecondsUntil(time: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() >= time) clearInterval(timer)
    }, 1_000)
    return () => clearInterval(timer)
  }, [time])
  return Math.max(0, Math.ceil((time - now) / 1_000))
}
