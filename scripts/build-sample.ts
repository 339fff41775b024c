/** Writes resources/sample-report.pdf: the annual report of a company that does not exist, for the tour and the first run. */
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import PDFDocument from 'pdfkit'

const COMPANY = 'Northwind Sensors, Inc.'
const MARGIN = 72
const COLUMNS = [340, 415, 490]

const pdf = new PDFDocument({
  size: 'LETTER',
  margin: MARGIN,
  bufferPages: true,
  info: { Title: `${COMPANY} Annual Report 2025`, CreationDate: new Date(Date.UTC(2026, 1, 20)) },
})
const file = createWriteStream(new URL('../resources/sample-report.pdf', import.meta.url))
pdf.pipe(file)

cover()
page('Item 1. Business', [
  'Northwind Sensors designs and sells pressure, vibration and temperature sensors for rotating machinery. Our customers run wind farms, paper mills and water works, and they buy from us because a bearing that reports its own wear can be replaced before it fails.',
  'We sold to 412 customers in 2025, against 377 in 2024. No customer accounted for more than 8 % of revenue. At year end we employed 1,840 people, of whom 610 worked in research and development.',
  'Competition. We compete with the sensor divisions of larger industrial groups and with makers of low-cost sensors. We believe that accuracy over the life of the machine, not the price of the sensor, decides most purchases.',
])
page('Item 1A. Risk Factors', [
  'We depend on two suppliers for ceramic pressure cells. A supplier that fails to deliver could delay our shipments by up to nine months, the time we need to qualify another one.',
  'About 46 % of our revenue is billed in currencies other than the US dollar. A strong dollar lowers our reported revenue; in 2025 currency movements reduced it by $11.2 million.',
  'Our sensors send measurements over our customers’ networks. A flaw in their software could give an attacker a way into those networks, and the cost of repairing our reputation would exceed the cost of repairing the flaw.',
])
page('Item 7. Management’s Discussion and Analysis', [
  'Revenue grew 9.4 % to $684.3 million. Vibration sensors contributed most of the growth, as two operators of offshore wind farms fitted older turbines with our instruments. Revenue from temperature sensors fell 2.1 % because a distributor reduced its stock.',
  'Gross margin rose from 41.7 % to 43.5 %. Lower prices for ceramic cells added 1.2 percentage points, and the move of final assembly to Gdańsk added the rest.',
  'Liquidity. Operating activities provided $118.6 million. We spent $52.9 million on property, plant and equipment, chiefly the second clean room in Gdańsk, and expect to spend between $40 million and $45 million in 2026. We paid dividends of $0.48 a share.',
])
statement('CONSOLIDATED STATEMENTS OF INCOME', '(In millions, except per share amounts)', [
  ['Year ended December 31,', '2025', '2024', '2023'],
  ['Revenue', '$684.3', '$625.5', '$590.1'],
  ['Cost of revenue', '386.6', '364.7', '349.9'],
  ['Gross profit', '297.7', '260.8', '240.2'],
  ['Research and development', '96.2', '88.4', '81.0'],
  ['Selling, general and administrative', '104.8', '101.3', '97.7'],
  ['Operating income', '96.7', '71.1', '61.5'],
  ['Interest expense', '(7.4)', '(8.9)', '(6.2)'],
  ['Income before income taxes', '89.3', '62.2', '55.3'],
  ['Provision for income taxes', '18.8', '13.7', '12.4'],
  ['Net income', '$70.5', '$48.5', '$42.9'],
  ['Diluted earnings per share', '$1.61', '$1.10', '$0.97'],
])
statement('CONSOLIDATED BALANCE SHEETS', '(In millions)', [
  ['December 31,', '2025', '2024', ''],
  ['Cash and cash equivalents', '$143.8', '$121.4', ''],
  ['Accounts receivable, net', '97.5', '90.2', ''],
  ['Inventories', '88.1', '93.6', ''],
  ['Total current assets', '329.4', '305.2', ''],
  ['Property, plant and equipment, net', '214.7', '188.3', ''],
  ['Goodwill', '76.0', '76.0', ''],
  ['Total assets', '$620.1', '$569.5', ''],
  ['Accounts payable', '54.3', '50.8', ''],
  ['Total current liabilities', '141.9', '133.0', ''],
  ['Long-term debt', '150.0', '165.0', ''],
  ['Total stockholders’ equity', '328.2', '271.5', ''],
  ['Total liabilities and stockholders’ equity', '$620.1', '$569.5', ''],
])
statement('CONSOLIDATED STATEMENTS OF CASH FLOWS', '(In millions)', [
  ['Year ended December 31,', '2025', '2024', '2023'],
  ['Net income', '$70.5', '$48.5', '$42.9'],
  ['Depreciation and amortization', '31.6', '28.2', '26.7'],
  ['Changes in working capital', '16.5', '(4.9)', '2.3'],
  ['Net cash provided by operating activities', '118.6', '71.8', '71.9'],
  ['Purchases of property, plant and equipment', '(52.9)', '(38.7)', '(30.4)'],
  ['Net cash used in investing activities', '(52.9)', '(38.7)', '(30.4)'],
  ['Repayment of long-term debt', '(15.0)', '(10.0)', '(5.0)'],
  ['Dividends paid', '(21.0)', '(17.6)', '(15.4)'],
  ['Repurchases of common stock', '(7.3)', '(4.1)', '(6.0)'],
  ['Net increase in cash and cash equivalents', '$22.4', '$1.4', '$15.1'],
])
page('Note 9. Commitments and Contingencies', [
  'In March 2025 a competitor claimed that our wireless vibration sensor infringes two of its patents and asked for damages of $14 million. We believe the claim to be without merit and have not accrued a loss.',
  'We lease our offices and the assembly hall in Gdańsk. Future minimum lease payments are $23.7 million, of which $6.1 million are due in 2026.',
])
pageNumbers()
pdf.end()
await finished(file)

function cover(): void {
  pdf.font('Helvetica').fontSize(11).text('ANNUAL REPORT', { align: 'center' }).moveDown()
  pdf.text('For the fiscal year ended December 31, 2025', { align: 'center' }).moveDown(4)
  pdf.font('Helvetica-Bold').fontSize(22).text(COMPANY, { align: 'center' }).moveDown(0.3)
  pdf
    .font('Helvetica')
    .fontSize(9)
    .text('(Exact name of registrant as specified in its charter)', { align: 'center' })
    .moveDown(6)
  pdf
    .fontSize(11)
    .text(
      'This report is a sample that comes with DocuChat. The company and every figure in it are made up.',
      {
        align: 'center',
      },
    )
}

function page(heading: string, paragraphs: readonly string[]): void {
  pdf.addPage()
  pdf.font('Helvetica-Bold').fontSize(15).text(heading).moveDown()
  pdf.font('Helvetica').fontSize(11)
  for (const paragraph of paragraphs) pdf.text(paragraph, { lineGap: 3 }).moveDown()
}

function statement(heading: string, unit: string, rows: readonly (readonly string[])[]): void {
  pdf.addPage()
  pdf.font('Helvetica-Bold').fontSize(13).text(heading, { align: 'center' })
  pdf.font('Helvetica').fontSize(9).text(unit, { align: 'center' }).moveDown(1.5)
  for (const [label = '', ...figures] of rows) {
    const { y } = pdf
    const bold = /^(Total|Net|Gross|Operating income|Year|December)/.test(label)
    pdf.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(10)
    pdf.text(label, MARGIN, y, { width: 260 })
    const below = pdf.y
    for (const [column, figure] of figures.entries()) {
      pdf.text(figure, (COLUMNS[column] ?? 0) - 20, y, { width: 70, align: 'right' })
    }
    pdf.x = MARGIN
    pdf.y = below + 5
  }
}

function pageNumbers(): void {
  const { count } = pdf.bufferedPageRange()
  for (let index = 1; index < count; index++) {
    pdf.switchToPage(index)
    pdf.page.margins.bottom = 0
    pdf
      .font('Helvetica')
      .fontSize(8)
      .text(`${COMPANY}  |  ${index + 1}`, MARGIN, 748, { align: 'center', width: 468 })
  }
}
