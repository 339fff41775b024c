/** A whole chat outside the window: copied, or saved as Markdown or PDF, with its citations. */
import { client, host } from '../state/host.ts'

export async function copyChat(id: string): Promise<void> {
  const { markdown } = await client.chats.markdown({ id })
  await navigator.clipboard.writeText(markdown)
}

export async function saveMarkdown(id: string): Promise<void> {
  const { name, markdown } = await client.chats.markdown({ id })
  await host.saveText(`${name.replace(/\.md$/i, '')}.md`, markdown)
}

/** Prints what {@link PrintedChat} shows. */
export async function savePdf(title: string): Promise<void> {
  await host.savePdf(`${title.replace(/[\\/:*?"<>|]/g, ' ').trim()}.pdf`)
}
