/** A block of code, left to right whatever the language around it, with a way to copy it. */
import { Copy } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'

export function CodeBlock({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const element = useRef<HTMLPreElement>(null)
  return (
    <div className="group relative my-3">
      <pre
        ref={element}
        dir="ltr"
        className="overflow-x-auto rounded-card border border-line bg-sunken p-3 font-mono text-sm [&_code]:bg-transparent [&_code]:p-0"
      >
        {children}
      </pre>
      <IconButton
        small
        label={t('copy')}
        icon={<Copy size={14} />}
        className="absolute print:hidden end-1.5 top-1.5 bg-sunken"
        onClick={() => attempt(navigator.clipboard.writeText(element.current?.textContent ?? ''))}
      />
    </div>
  )
}
