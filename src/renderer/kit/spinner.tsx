/** A small turning ring for work whose length is unknown; still under reduced motion. */
export const Spinner = ({ size = 14 }: { readonly size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 16 16"
    aria-hidden="true"
    className="shrink-0 motion-safe:animate-spin"
  >
    <circle cx="8" cy="8" r="6.25" fill="none" stroke="var(--bg-active)" strokeWidth="2.5" />
    <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" fill="none" stroke="currentColor" strokeWidth="2.5" />
  </svg>
)
