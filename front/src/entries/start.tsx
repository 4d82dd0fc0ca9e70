import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode } from 'react'
import { RouterProvider } from 'react-aria-components'
import { createRoot } from 'react-dom/client'
import { Problem } from '../api/send'
import { sessionKey } from '../api/session'
import { WordsProvider } from '../i18n/WordsProvider'
import { languageOf, loadWords, type Place } from '../i18n/words'
import { go } from '../route/address'
import { ToastRegion } from '../ui/ToastRegion'
import '../ui/tokens.css'
import '../ui/base.css'

declare module 'react-aria-components' {
  interface RouterConfig {
    routerOptions: { apart?: boolean }
  }
}

/** Where the person's choice of language is kept on this device. */
const languageSlot = 'pignon.language'

const here: Place = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: 'EUR' }

/** Draws an app in the person's language: their choice, else the browser's. The session's co-op gives zone and currency. */
export async function start(app: ReactNode): Promise<void> {
  const language = languageOf(localStorage.getItem(languageSlot), ...navigator.languages, document.documentElement.lang)
  document.documentElement.lang = language
  const client = queryClient()
  const words = await loadWords(language, here)
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <RouterProvider navigate={(to, options) => (options?.apart ? location.assign(to) : go(to))}>
        <QueryClientProvider client={client}>
          <WordsProvider words={words}>
            <ToastRegion>{app}</ToastRegion>
          </WordsProvider>
        </QueryClientProvider>
      </RouterProvider>
    </StrictMode>,
  )
}

function queryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (n, error) => n < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 500),
      },
    },
  })
  client.getQueryCache().subscribe(({ type, query }) => {
    const error = type === 'updated' ? query.state.error : null
    const ended = error instanceof Problem && error.status === 401 && query.queryKey[0] !== sessionKey[0]
    if (ended) client.setQueryData(sessionKey, null)
  })
  return client
}
