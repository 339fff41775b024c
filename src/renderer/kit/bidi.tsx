/** A name or address whose direction must not disturb the text around it; cut at its own end when it is too long. */
export const Name = ({
  children,
  className = '',
}: {
  readonly children: string
  readonly className?: string
}) => (
  <bdi dir="auto" title={children} className={`cut ${className}`}>
    {children}
  </bdi>
)
