/** Starts the window. */
import './styles/app.css'
import './i18n/index.ts'
import { createRoot } from 'react-dom/client'
import { App } from './shell/app.tsx'
import { registerAllCommands } from './shell/register-commands.ts'
import { runSession } from './state/session.ts'

registerAllCommands()
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
void runSession()
