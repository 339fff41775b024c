/** Reads an answer out by whole sentences while it is written, not by words. */
export function LiveSentences({ text }: { readonly text: string }) {
  const plain = text.replace(/\[\d+\]/g, '').replace(/[*_`#|]/g, '')
  const end = plain.search(/[.!?؟…:][^.!?؟…:]*$/)
  return (
    <div aria-live="polite" className="sr-only">
      {end < 0 ? '' : plain.slice(0, end + 1)}
    </div>
  )
}
