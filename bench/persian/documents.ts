/** The documents of the Persian set; their text is in documents/NAME.md. */

export interface PersianDocument {
  readonly name: string
  /** Stands at the top of every page. */
  readonly header: string
  /** A class of print.css. */
  readonly style: 'report' | 'contract' | 'guide'
  /** Kept aside to check by: what is changed with the other documents in view is judged on these. */
  readonly held: boolean
}

export const DOCUMENTS: readonly PersianDocument[] = [
  {
    name: 'azarnegar-annual-1402',
    header: 'شرکت کاشی و سرامیک آذرنگار — صورت‌های مالی ۱۴۰۲',
    style: 'report',
    held: false,
  },
  {
    name: 'mehrgiah-interim-1403',
    header: 'داروسازی مهرگیاه پارس — گزارش میان‌دوره‌ای',
    style: 'report',
    held: true,
  },
  {
    name: 'nikfarjam-board-1402',
    header: 'گزارش فعالیت هیئت‌مدیره — پتروپالایش نیک‌فرجام',
    style: 'guide',
    held: false,
  },
  {
    name: 'alborz-employment-contract',
    header: 'قرارداد کار — فناوری آوای البرز',
    style: 'contract',
    held: false,
  },
  {
    name: 'koohsar-health-insurance',
    header: 'بیمه‌نامهٔ درمان تکمیلی گروهی — AG-1403-20715',
    style: 'contract',
    held: true,
  },
  {
    name: 'rudkenar-tender-automation',
    header: 'مناقصهٔ شمارهٔ ۱۴۰۳-۰۹ — آب منطقه‌ای رودکنار',
    style: 'contract',
    held: false,
  },
  {
    name: 'safety-height-confined',
    header: 'آبادگستر جنوب — دستورالعمل ايمني HSE-WI-017',
    style: 'guide',
    held: false,
  },
  {
    name: 'tarazyar-user-guide',
    header: 'راهنمای کاربری ترازیار ۷٫۲',
    style: 'guide',
    held: true,
  },
  {
    name: 'respiratory-health-guide',
    header: 'راهنمای بیماری‌های تنفسی — مرکز بهداشت سرودشت',
    style: 'guide',
    held: false,
  },
  {
    name: 'sorudasht-environment-1402',
    header: 'گزارش وضعیت محیط زیست سرودشت — ۱۴۰۲',
    style: 'report',
    held: false,
  },
]
