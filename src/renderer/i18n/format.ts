/** Numbers, sizes, times and dates as the interface's language writes them. */
import i18next from 'i18next'

const locale = () => (i18next.language === 'fa' ? 'fa-IR' : 'en-US')
const cache = new Map<string, Intl.NumberFormat>()

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale() + JSON.stringify(options)
  const known = cache.get(key) ?? new Intl.NumberFormat(locale(), options)
  cache.set(key, known)
  return known
}

export const formatNumber = (value: number, fractionDigits = 0): string =>
  format({ maximumFractionDigits: fractionDigits }).format(value)

/** `share` from 0 to 1. */
export const formatPercent = (share: number): string =>
  format({ style: 'percent', maximumFractionDigits: 0 }).format(share)

/** Bytes in the largest unit that leaves a whole number, as file managers do: 1 kB is 1,000 bytes. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  return format({
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1_000 ** step)
}

/** A span in its largest sensible unit: milliseconds below a tenth of a second, seconds up to a minute and a half, then minutes, then hours. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1_000
  const [value, unit, digits] =
    seconds < 0.1
      ? ([milliseconds, 'millisecond', 0] as const)
      : seconds < 10
        ? ([seconds, 'second', 1] as const)
        : seconds < 90
          ? ([seconds, 'second', 0] as const)
          : seconds < 5_400
            ? ([seconds / 60, 'minute', 0] as const)
            : ([seconds / 3_600, 'hour', 1] as const)
  return format({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value)
}

/** Whole seconds as minutes and seconds: 9:41. */
export const formatClock = (seconds: number): string =>
  `${formatNumber(Math.floor(seconds / 60))}:${format({ minimumIntegerDigits: 2 }).format(seconds % 60)}`

export const formatDate = (
  iso: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' },
): string => new Intl.DateTimeFormat(locale(), options).format(new Date(iso))

export const formatTime = (iso: string): string => formatDate(iso, { timeStyle: 'short' })

/** How long ago, from a minute on: in minutes, hours or days. */
export function formatAgo(iso: string, now: number): string {
  const minutes = Math.max(1, Math.round((now - Date.parse(iso)) / 60_000))
  const [value, unit] =
    minutes < 60
      ? ([minutes, 'minute'] as const)
      : minutes < 24 * 60
        ? ([Math.round(minutes / 60), 'hour'] as const)
        : ([Math.round(minutes / 60 / 24), 'day'] as const)
  return new Intl.RelativeTimeFormat(locale(), { style: 'short' }).format(-value, unit)
}

/** Names joined as a sentence joins them. */
export const formatList = (items: readonly string[]): string =>
  new Intl.ListFormat(locale(), { style: 'short' }).format(items)

/** A document's name as people say it: without the extension that all of them have. */
export const formatName = (name: string): string => name.replace(/\.pdf$/i, '')
