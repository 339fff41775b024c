/** Settings, one page at a time. */
export function SettingsView() {
  return null
}
