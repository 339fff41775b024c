/** What is being added: each file with its step, pages, speed and time left. */
export function ImportsView() {
  return null
}
