/** The mark: a page with one marked line. */
export const Logo = ({ size = 20 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="shrink-0">
    <path
      d="M4 1.5h8.5L17 6v11a1.5 1.5 0 0 1-1.5 1.5H4.5A1.5 1.5 0 0 1 3 17V3a1.5 1.5 0 0 1 1-1.5Z"
      fill="var(--accent)"
    />
    <path d="M12.5 1.5 17 6h-3.5a1 1 0 0 1-1-1Z" fill="var(--fg-on-accent)" opacity=".45" />
    <path d="M6 8.5h8M6 14.5h5" stroke="var(--fg-on-accent)" strokeWidth="1.4" strokeLinecap="round" />
    <path d="M5.5 11.5h9" stroke="var(--mark-chip)" strokeWidth="2.2" strokeLinecap="round" />
  </svg>
)
