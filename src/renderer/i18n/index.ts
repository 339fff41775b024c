/** The words of the interface in its two languages, numbers and dates included. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../contract/index.ts'
import { en } from './en/index.ts'
import { fa } from './fa/index.ts'

void i18next.use(initReactI18next).init({
  resources: { en, fa },
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  interpolation: { escapeValue: false },
})

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'fa' ? 'rtl' : 'ltr')

/** Makes `language` that of the document and of every text. */
export function setLanguage(language: Language): void {
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  if (i18next.language !== language) void i18next.changeLanguage(language)
}
