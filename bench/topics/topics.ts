/**
 * What analysts ask of any company's filings, and how to tell a page that answers it. Written from how filings are laid out by law
 * (Regulation S-K and S-X), for training and for choosing between methods: no question of a published set is among them.
 */

export interface Topic {
  readonly name: string
  /** `{company}` and `{year}` stand for the filing's own. */
  readonly questions: readonly string[]
  /** A line of a page that answers; of a table row, its cells are parted by tabs. */
  readonly line: RegExp
  /** What must stand somewhere on the page as well. */
  readonly page?: RegExp
}

const AMOUNT = '[^\\n]*\\t\\(?\\$?\\s?\\(?\\d'
const row = (label: string) => new RegExp(`^(?:${label})${AMOUNT}`, 'imu')

const CASH_FLOWS = /financing activities/iu
const BALANCE_SHEET = /total current liabilities/iu
const INCOME = /(?:income|earnings) (?:from operations )?before|diluted/iu

export const topics: readonly Topic[] = [
  {
    name: 'buybacks',
    questions: [
      'How much cash went into share buybacks at {company} in {year}?',
      'What did {company} spend on repurchasing its own stock during fiscal {year}?',
    ],
    line: row(
      '(?:re)?purchases? of (?:common|treasury|company)[^\\t]*|acquisition of treasury[^\\t]*|(?:common )?(?:stock|shares?) repurchased?[^\\t]*|share (?:buyback|repurchase)[^\\t]*',
    ),
    page: CASH_FLOWS,
  },
  {
    name: 'dividends paid',
    questions: [
      'What was the total cash paid out to shareholders as dividends by {company} in FY{year}?',
      'How large was {company}’s dividend payout in {year}, in dollars?',
    ],
    line: row(
      '(?:cash )?dividends? (?:paid|to shareholders)[^\\t]*|payments? of (?:cash )?dividends[^\\t]*|(?:common stock )?cash dividends paid[^\\t]*',
    ),
    page: CASH_FLOWS,
  },
  {
    name: 'research spending',
    questions: [
      'What was {company}’s R&D budget actually spent in {year}?',
      'How much did {company} invest into developing new products and technology in FY{year}?',
    ],
    line: row(
      'research(?:, development|,)? (?:and|&)[^\\t]*|technology and development[^\\t]*|product development[^\\t]*',
    ),
    page: INCOME,
  },
  {
    name: 'effective tax rate',
    questions: [
      'At what rate did {company} effectively pay tax on its profit in {year}?',
      'What effective tax rate does {company} report for {year} and what moved it?',
    ],
    line: row('(?:total )?(?:worldwide )?effective (?:income )?tax rates?[^\\t]*'),
  },
  {
    name: 'headcount',
    questions: [
      'What is the headcount of {company}?',
      'How many people were on the payroll of {company} at the end of {year}?',
    ],
    line: /(?:approximately|about|had|employed) [\d,]{3,} (?:\S+ ){0,3}(?:employees|people|persons|team members|associates)/iu,
    page: /employ/iu,
  },
  {
    name: 'goodwill',
    questions: ['How much goodwill sits on {company}’s books at year end {year}?'],
    line: row('goodwill[^\\t]{0,20}'),
    page: BALANCE_SHEET,
  },
  {
    name: 'inventory',
    questions: [
      'What is the value of stock on hand at {company} at the end of FY{year}?',
      'How many dollars does {company} have tied up in inventory as of {year}?',
    ],
    line: row('(?:total |merchandise )?inventor(?:y|ies)[^\\t]{0,30}'),
    page: BALANCE_SHEET,
  },
  {
    name: 'receivables',
    questions: [
      'How much do customers owe {company} according to its {year} statement of financial position?',
    ],
    line: row('(?:trade |accounts |customer |net )*(?:accounts )?receivables?[^\\t]{0,60}'),
    page: BALANCE_SHEET,
  },
  {
    name: 'long-term debt',
    questions: [
      'What is the long term borrowing of {company} at the end of {year}?',
      'How much debt due after one year does {company} carry ({year})?',
    ],
    line: row('long[- ]term (?:debt|obligations|borrowings)[^\\t]{0,40}'),
    page: BALANCE_SHEET,
  },
  {
    name: 'diluted earnings',
    questions: ['What are {company}’s fully diluted earnings for each share in {year}?'],
    line: row('(?:[^\\t\\n]{0,60})?(?:diluted|assuming dilution)[^\\t]{0,60}'),
    page: /(?:cost of|operating (?:income|profit)|provision for)/iu,
  },
  {
    name: 'stock compensation',
    questions: ['How much of {company}’s {year} operating cash flow is non-cash equity pay for staff?'],
    line: row('(?:stock|share|equity)[- ]based compensation[^\\t]*'),
    page: /operating activities/iu,
  },
  {
    name: 'depreciation',
    questions: [
      'What is D&A of {company} for {year} per the cash flow statement?',
      'How much wear and tear on assets plus amortisation did {company} charge in FY{year}?',
    ],
    line: row('depreciation(?:,| and)[^\\t]*'),
    page: /operating activities/iu,
  },
  {
    name: 'operating cash flow',
    questions: [
      'How much cash did {company}’s operations throw off in {year}?',
      'What is the operating cash flow of {company} in fiscal {year}? Answer in millions.',
    ],
    line: row('(?:net )?cash (?:flows? )?(?:provided|generated|used|from)[^\\t]*operati(?:ng|ons)[^\\t]*'),
    page: CASH_FLOWS,
  },
  {
    name: 'interest expense',
    questions: ['How expensive was borrowing for {company} in {year}, i.e. what interest did it book?'],
    line: row('interest expense[^\\t]*'),
    page: INCOME,
  },
  {
    name: 'net margin',
    questions: [
      'Compute the bottom line as a share of the top line for {company} in {year}, using the P&L.',
      'What did {company} earn after tax in {year}?',
    ],
    line: row('net (?:income|earnings)(?: \\(loss\\))?[^\\t]{0,60}'),
    page: /(?:cost of (?:sales|revenues?|goods|products)|operating (?:revenues|expenses))[^\n]*\t/iu,
  },
  {
    name: 'auditor',
    questions: ['Which firm audits {company}, and since when?'],
    line: /served as the company[’']s auditor since/iu,
  },
  {
    name: 'competition',
    questions: ['Who are the rivals of {company} and on what does it compete with them?'],
    line: /^(?:the )?(?:competition|competitive (?:conditions|environment|landscape))\b.{0,40}$/imu,
    page: /compet.{0,2000}compet/isu,
  },
  {
    name: 'properties',
    questions: ['What real estate and plants does {company} own or lease, and where is the head office?'],
    line: /^item\s*2\.?\s*(?:description of )?properties/imu,
    page: /(?:square feet|leased?|owned?)/iu,
  },
  {
    name: 'market risk',
    questions: ['How exposed is {company} to moves in exchange rates and interest rates?'],
    line: /^item\s*7a\.?\s*quantitative and qualitative/imu,
    page: /(?:exchange|interest) rate/iu,
  },
  {
    name: 'unrecognized tax benefits',
    questions: ['How did {company}’s reserves for uncertain tax positions develop through {year}?'],
    line: row(
      '(?:gross unrecognized tax benefits|(?:beginning )?balance(?:,| at| as of|s)?[^\\t]*(?:january|beginning|start)?)[^\\t]*',
    ),
    page: /unrecognized tax benefits.{0,1500}(?:settlements|lapse)/isu,
  },
  {
    name: 'pension assumptions',
    questions: ['Which discount rate does {company} use for its retirement plan obligations?'],
    line: row('(?:weighted[- ]average )?discount rates?[^\\t]*'),
    page: /(?:benefit (?:obligation|cost)|pension)/iu,
  },
  {
    name: 'debt maturities',
    questions: ['When do {company}’s borrowings come due over the coming years?'],
    line: /(?:maturities of (?:long-term )?debt|debt maturit|principal (?:payments|maturities)|aggregate (?:annual )?maturities)/iu,
    page: /20\d\d\t[^\n]*\d|\t20\d\d/u,
  },
  {
    name: 'foreign revenue',
    questions: ['What part of {company}’s sales in {year} was made outside its home market?'],
    line: row(
      '(?:united states|u\\.s\\.|international|outside (?:the )?(?:u\\.s\\.|united states))[^\\t]{0,40}',
    ),
    page: /(?:geographic|by (?:country|region|area))/iu,
  },
  {
    name: 'legal proceedings',
    questions: ['Which lawsuits and government probes is {company} facing?'],
    line: /^(?:item\s*3\.?\s*)?legal proceedings\b.{0,20}$/imu,
    page: /(?:plaintiff|court|lawsuit|litigation)/iu,
  },
  {
    name: 'credit facility',
    questions: ['What undrawn bank lines can {company} fall back on, and do they carry covenants?'],
    line: /revolving (?:credit|loan)[^\n]{0,200}(?:billion|million)/iu,
    page: /covenant/iu,
  },
  {
    name: 'executives',
    questions: ['Who runs {company}: name the top managers, their roles and ages.'],
    line: /(?:executive officers of the registrant|information about our executive officers)/iu,
    page: /\bage\b/iu,
  },
  {
    name: 'seasonality',
    questions: ['Does {company}’s business swing with the seasons?'],
    line: /^seasonal/imu,
  },
  {
    name: 'acquisitions',
    questions: ['Which businesses did {company} buy in {year} and what did they cost?'],
    line: /(?:acquired|acquisition of|completed (?:the|its) (?:acquisition|purchase))[^\n]{0,160}\$\s?[\d.,]+ (?:billion|million)/iu,
    page: /(?:goodwill|purchase price|consideration)/iu,
  },
]
