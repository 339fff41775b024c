/** Recognises the pages that hold a primary financial statement, and the question that asks for one. */

export type Statement = 'balance' | 'income' | 'cash' | 'equity'
export const statements: readonly Statement[] = ['balance', 'income', 'cash', 'equity']
/** How surely a page holds each statement, from 0 to 15, in the order of {@link statements}. */
export type StatementScores = readonly [number, number, number, number]
export const STATEMENT_SCALE = 15

/** The statements that `text` is, judged by its title and by the lines that such a statement cannot be without. */
export function statementScores(text: string): StatementScores {
  // Extraction may lose or add spaces within words; without any, both read the same.
  const squeezed = squeeze(text)
  const top = text
    .split('\n')
    .map(squeeze)
    .filter((line) => line !== '')
    .slice(0, TITLE_LINES)
  const density = numericDensity(text)
  const tabular = Math.min(1, density / DENSE)
  const consolidating = top.some((line) => CONSOLIDATING.test(line)) ? 0.5 : 1
  const score = (statement: Statement) => {
    const { title, anchors, fewest } = signs[statement]
    const found = anchors.filter((anchor) => anchor.test(squeezed)).length
    const titled = top.some((line) => line.length <= LONGEST_TITLE && title.test(line)) ? 1 : 0
    // Under its title, a statement that is cut over two pages may hold half of its lines.
    if (found < (titled ? fewest / 2 : fewest)) return 0
    const evidence = 0.5 * titled + 0.5 * (found / anchors.length)
    return Math.round(STATEMENT_SCALE * evidence * tabular * consolidating)
  }
  return [score('balance'), score('income'), score('cash'), score('equity')]
}

/** The statements that a normalised question names, such as "statement of cash flows" or "P&L". */
export function statementsNamed(question: string): Statement[] {
  return statements.filter((statement) => signs[statement].named.test(question))
}

/** Share of the words that are amounts. */
export function numericDensity(text: string): number {
  const words = text.match(/\S+/gu) ?? []
  if (words.length === 0) return 0
  return words.filter((word) => /^[($-]*\d[\d,.]*[)%]*$/u.test(word)).length / words.length
}

/** A statement is about one third amounts; running text with figures stays below a tenth. */
const DENSE = 0.25
const squeeze = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}%$().]/gu, '')
/** The title stands on a line of its own among the first, below a page header and the company's name. */
const TITLE_LINES = 15
const LONGEST_TITLE = 90
const CONSOLIDATING =
  /condensedconsolidating|consolidatingstatement|consolidatingbalance|guarantor|parentcompanyonly/u

interface Signs {
  readonly title: RegExp
  readonly anchors: readonly RegExp[]
  /** Fewer of the anchors than this, and the page is something else. */
  readonly fewest: number
  readonly named: RegExp
}

const signs: Readonly<Record<Statement, Signs>> = {
  balance: {
    title:
      /balancesheets?|statements?of(?:consolidated)?financial(?:position|condition)|ترازنامه|صورتوضعیتمالی/u,
    anchors: [
      /totalassets|جمعداراییها|جمعکلداراییها/u,
      /totalliabilities|جمعبدهیها/u,
      /totalcurrentassets|currentassets|داراییهایجاری/u,
      /totalcurrentliabilities|currentliabilities|بدهیهایجاری/u,
      /retainedearnings|accumulateddeficit|reinvestedearnings|earningsretained|earningsreinvested|retaineddeficit|سودانباشته/u,
      /accountspayable|payables?|پرداختنی/u,
      /total(?:stockholders|shareholders|shareowners)?[^a-z]{0,3}(?:equity|deficit)|حقوقصاحبانسهام|حقوقمالکانه/u,
    ],
    fewest: 4,
    named: /balance sheets?|statements? of financial (?:position|condition)|ترازنامه|صورت وضعیت مالی/u,
  },
  income: {
    title:
      /statements?of(?:consolidated)?(?:comprehensive)?(?:income|operations|earnings|profit|loss)|incomestatements?|operationsstatements?|resultsofoperations|صورتسودوزیان/u,
    anchors: [
      /netincome|netearnings|netloss|net\(loss\)|net\(?loss\)?income|سودخالص|زیانخالص/u,
      /before(?:provisionfor|benefitfrom)?\(?(?:income)?tax|beforeprovision|beforeincome|قبلازمالیات/u,
      /(?:provision|benefit|taxes)[^0-9]{0,20}(?:income)?tax|incometaxexpense|incometaxes|مالیات/u,
      /pershare|percommonshare|هرسهم/u,
      /diluted/u,
      /weighted-?average|average(?:common)?shares|averagenumberof/u,
      /costof|costsandexpenses|operatingexpenses|operatingcosts|بهایتمامشده/u,
      /revenues?|netsales|salestocustomers|sales|درآمد/u,
    ],
    fewest: 4,
    named:
      /income statements?|statements? of (?:consolidated )?(?:comprehensive )?(?:income|operations|earnings|profit)|p&l|profit and loss|earnings statement|صورت سود و زیان/u,
  },
  cash: {
    title:
      /statements?of(?:consolidated)?cashflows?|cashflows?statements?|صورتجریانهاینقدی|صورتجریانوجوهنقد/u,
    anchors: [
      /operatingactivities|operations|فعالیتهایعملیاتی/u,
      /investingactivities|investmentactivities|(?:used|provided|generated|from)[^0-9]{0,12}invest|سرمایهگذاری/u,
      /financingactivities|(?:used|provided|generated|from)[^0-9]{0,12}financing|تامینمالی/u,
      /depreciation|استهلاک/u,
      /(?:end|beginning)of(?:the)?(?:year|period|quarter)|(?:year|period)end/u,
      /netincome|netearnings|netloss|net\(loss\)|سودخالص/u,
    ],
    fewest: 4,
    named: /cash[- ]flows? statements?|statements? of (?:consolidated )?cash flows?|صورت جریان/u,
  },
  equity: {
    title:
      /statements?of(?:consolidated)?(?:changesin)?(?:total)?(?:stockholders|shareholders|shareowners)?[^a-z]{0,3}(?:equity|deficit|investment)|صورتتغییراتدرحقوق/u,
    anchors: [
      /balance(?:s|at|,|as|december|beginning|january|june|september)/u,
      /dividends/u,
      /treasurystock|repurchase|commonstock/u,
      /retainedearnings|accumulateddeficit|reinvestedearnings/u,
      /accumulatedother|comprehensive/u,
      /(?:additional|paid-?in)/u,
    ],
    fewest: 4,
    named: /statements? of (?:changes in )?(?:stockholders|shareholders)[' ]* equity|صورت تغییرات/u,
  },
}
