/** The issuer of a filing: the name above the charter line of its cover, else the name that heads the page or the file. */

/** The issuer's name as it is written there; null where unsure. */
export function findCompany(firstPages: readonly string[], fileName: string): string | null {
  for (const page of firstPages.slice(0, 2)) {
    const name = aboveCharter(page) ?? afterCommissionNumber(page) ?? persianName(page)
    if (name) return name
  }
  return headline(firstPages[0] ?? '', fileName)
}

/** SEC forms print "(Exact name of registrant as specified in its charter)" below the name. */
function aboveCharter(page: string): string | null {
  const charter =
    /\(?\s*exact\s*name\s*of\s*(?:the\s*)?(?:registrant|company|issuer)s?\s*as\s*specified/iu.exec(page)
  if (!charter) return null
  const above = page.slice(0, charter.index).split('\n')
  for (const line of above.toReversed().slice(0, 6)) {
    const name = cleaned(line)
    if (name && isName(name)) return name
  }
  return null
}

/** Some covers leave the charter line out; the name then follows the commission file number. */
function afterCommissionNumber(page: string): string | null {
  const number = /commission\s+file\s+(?:number|no\.?)[:\s]*\d[\d-]{3,12}/iu.exec(page)
  if (!number) return null
  for (const line of page
    .slice(number.index + number[0].length)
    .split('\n')
    .slice(0, 5)) {
    const name = cleaned(line)
    if (name && isName(name)) return name
  }
  return null
}

function persianName(page: string): string | null {
  const match = /شرکت\s+[^\n()،:]{2,60}?(?=\s*(?:\(|\n|،|:|$))/u.exec(page)
  return match ? match[0].trim() : null
}

/** A line of the first page that is a company by its legal form and shares its first letters with the file's name. */
function headline(cover: string, fileName: string): string | null {
  const file = fileName.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  for (const match of cover.slice(0, 6_000).matchAll(COMPANY)) {
    const name = cleaned(match[0])
    const compact = name?.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') ?? ''
    if (name && isName(name) && compact.slice(0, 4) === file.slice(0, 4)) return name
  }
  return null
}

const COMPANY =
  /\b\p{Lu}[\p{L}\p{N}.'’&-]*(?:[ \t]+(?:&|of|and|the|\p{Lu}[\p{L}\p{N}.'’&-]*)){0,6},?[ \t]+(?:Inc|Incorporated|Corp|Corporation|Company|Co|Ltd|Limited|PLC|plc|N\.V|S\.A|AG|LLC|L\.P|Holdings|Group)\b\.?/gu

function cleaned(line: string): string | null {
  const name = line
    .split('\t')
    .map((cell) =>
      cell
        .replace(/[_*☒☐]+|\(.*?\)/gu, ' ')
        .replace(/\s+/gu, ' ')
        .trim(),
    )
    .find((cell) => cell !== '')
  if (name === undefined) return null
  // Letter-spaced type leaves a space before the full stop.
  return name.replace(/\s+([.,])/gu, '$1')
}

function isName(name: string): boolean {
  if (name.length < 2 || name.length > 90 || !/\p{L}/u.test(name)) return false
  return !NOT_A_NAME.test(name)
}

const NOT_A_NAME =
  /^(?:form|commission|or|for the|washington|united states|securities|transition|quarterly|annual|\(?mark one\)?|n\/a|not applicable|state of|delaware|date of report)\b.{0,40}$|report|pursuant|period ended|year ended|telephone|\b\d{2}-\d{7}\b/iu
