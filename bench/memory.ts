/** What a process holds in memory, as the kernel counts it; null where there is no /proc. */
import { readFile, writeFile } from 'node:fs/promises'

/** The highest resident size so far, or since {@link forgetPeak}, in bytes. */
export const peakBytes = (pid: number): Promise<number | null> => field(pid, 'VmHWM')

/** From here on {@link peakBytes} is counted anew; gives what is resident now. */
export async function forgetPeak(pid: number): Promise<number | null> {
  // proc_pid_clear_refs(5): 5 sets the peak to the present size.
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => {})
  return field(pid, 'VmRSS')
}

async function field(pid: number, name: 'VmHWM' | 'VmRSS'): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024
}
