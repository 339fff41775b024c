/** Files between the browser and its user: chosen by them, or saved for them. */

/** The files that the user chooses, none when they cancel; of a folder, its PDFs and those below it. */
export function pickFiles({
  folder,
  accept = '.pdf,application/pdf',
}: {
  readonly folder: boolean
  readonly accept?: string
}): Promise<readonly File[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.multiple = true
  input.webkitdirectory = folder
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve([]))
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])]
      resolve(folder ? files.filter(({ name }) => /\.pdf$/i.test(name)) : files)
    })
    input.click()
  })
}

/** Long enough for any browser to have begun reading what was saved. */
const REVOKE_MS = 60_000

/** Downloads `url`, an object URL or an address of our own, under `name`. */
export function saveAs(name: string, url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  if (url.startsWith('blob:')) setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS)
}
