/** What analysts ask of any annual report. */
export const QUESTIONS = [
  'What were capital expenditures last year?',
  'How did the gross margin change, and why?',
  'What is the amount of total current liabilities?',
  'Which legal proceedings does the company report?',
  'How many people does the company employ?',
]
