/** Which kind of report a document is, from its cover or its file's name. */

/** `10-K`, `10-Q`, `8-K`, `20-F`, `6-K`, `earnings release`, `annual report`; null where unsure. */
export function findForm(cover: string, fileName: string): string | null {
  const sec = FORM_LINE.exec(cover)
  if (sec?.[1] && /securities and exchange commission|exchange act/iu.test(cover))
    return sec[1].toUpperCase().replace(/\s+/gu, '')
  return fromFileName(fileName) ?? fromCover(cover)
}

const FORM_LINE = /\bform\s+(10\s?-\s?[kq]|8\s?-\s?k|20\s?-\s?f|6\s?-\s?k|40\s?-\s?f)\b/iu

/** Letters and digits next to each other in a file's name are told apart by `_`, `-` and spaces only. */
function fromFileName(fileName: string): string | null {
  const name = ` ${fileName.replace(/[_.,()]+/gu, ' ')} `
  const sec = /(?<![\p{L}\d])(10|8|20|6|40)-?([kqf])(?![\p{L}\d])/iu.exec(name)
  if (sec?.[1] && sec[2]) return `${sec[1]}-${sec[2].toUpperCase()}`
  if (/earnings|press ?release|(?:q[1-4]|[1-4]q|quarter|year|fy)\S*\s.*results/iu.test(name))
    return 'earnings release'
  if (/annual ?report/iu.test(name)) return 'annual report'
  return null
}

function fromCover(cover: string): string | null {
  if (/(?:reports?|announces?)\s[^\n]{0,80}\b(?:results|earnings)\b/iu.test(cover)) return 'earnings release'
  if (
    /^\s*(?:\d{4}\s+)?annual report(?:\s+(?:and accounts|\d{4}))?\s*$/imu.test(cover) ||
    /گزارش\s+سالانه/u.test(cover)
  )
    return 'annual report'
  return null
}
