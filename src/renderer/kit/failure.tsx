/** Why what was just tried did not work, below where it was tried; told to screen readers at once. */
import type { ReactNode } from 'react'

export const Failure = ({ children }: { readonly children: ReactNode }) => (
  <p role="alert" className="text-danger-fg">
    {children}
  </p>
)
