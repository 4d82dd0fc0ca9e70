import { createContext, type ReactNode, useContext } from 'react'
import { I18nProvider } from 'react-aria-components'
import type { Words } from './words'

const Context = createContext<Words | null>(null)

/** Gives the words to every screen below, and their language to the widgets. */
export function WordsProvider({ words, children }: { words: Words; children: ReactNode }) {
  return (
    <I18nProvider locale={words.language === 'en' ? 'en-GB' : 'fr-FR'}>
      <Context value={words}>{children}</Context>
    </I18nProvider>
  )
}

/** The printer of words for this person. */
export function useWords(): Words {
  const words = useContext(Context)
  if (!words) throw new Error('useWords needs a WordsProvider above it')
  return words
}
