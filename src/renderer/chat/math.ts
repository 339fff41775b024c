/** Tells formulas from sums of money: `$` alone is the dollar sign unless what it encloses can only be a formula. */

const CODE = /(`+[^`]*`+)/
/** Nothing that stands between two amounts looks like TeX. */
const SINGLE = /(?<![\\$\w])\$(?=[^\s$])([A-Za-z]|[^$\n]*?[\\^_{}][^$\n]*?)(?<=\S)\$(?![\d$])/g

/** Writes every formula of a Markdown block as `$$…$$`, the one form that is read as one. */
export function markFormulas(block: string): string {
  if (/^ {0,3}(```|~~~)/.test(block)) return block
  return block
    .split(CODE)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/\\\[([\s\S]+?)\\\]/g, (_, formula: string) => `\n$$\n${formula.trim()}\n$$\n`)
            .replace(/\\\((.+?)\\\)/g, (_, formula: string) => `$$${formula.trim()}$$`)
            .replace(SINGLE, (_, formula: string) => `$$${formula}$$`),
    )
    .join('')
}
