/** Files between the browser and its user: chosen by them, or saved for them. */
import { chooseGraph } from '../../contract/index.ts'

/** The files that the user chooses, none when they cancel; of a folder, its PDFs and those below it. */
export async function pickFiles({
  folder,
  accept = '.pdf,application/pdf',
}: {
  readonly folder: boolean
  readonly accept?: string
}): Promise<readonly File[]> {
  const files = await pick({ folder, accept })
  return folder ? files.filter(({ name }) => /\.pdf$/i.test(name)) : files
}

/** The files of a search model in the folder that the user chooses, by their paths below it; undefined when they cancel. */
export async function pickModel(): Promise<
  | { readonly folder: string; readonly files: readonly { readonly path: string; readonly file: File }[] }
  | undefined
> {
  const files = (await pick({ folder: true, accept: '' })).map((file) => {
    const [folder = '', ...path] = file.webkitRelativePath.split('/')
    return { folder, path: path.join('/'), file }
  })
  const [first] = files
  if (!first) return undefined
  // A folder may hold the same model in many ways, of which one is sent.
  const graph = chooseGraph(files.map(({ path }) => path))
  const isNeeded = (path: string) =>
    /^(?:1_Pooling\/)?[\w.-]+\.json$/.test(path) || path === graph || path === `${graph}_data`
  const name = first.folder.replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  return { folder: name.slice(0, 80) || 'model', files: files.filter(({ path }) => isNeeded(path)) }
}

function pick({ folder, accept }: { readonly folder: boolean; readonly accept: string }): Promise<File[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.multiple = true
  input.webkitdirectory = folder
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve([]))
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
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
