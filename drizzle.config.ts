/** `npm run migration` compares the schema with the last migration and writes the SQL between them. */
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/core/database/schema.ts',
  out: './src/core/database/migrations',
  entities: { roles: true },
})
