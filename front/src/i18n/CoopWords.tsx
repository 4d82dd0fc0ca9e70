import { type ReactNode, useMemo } from 'react'
import { useWords, WordsProvider } from './WordsProvider'
import type { Place } from './words'

/** Prints times and amounts below as the co-op does, wherever this device is. */
export function CoopWords({ coop, children }: { coop: Place | undefined; children: ReactNode }) {
  const words = useWords()
  const there = useMemo(() => (coop ? words.at({ zone: coop.zone, currency: coop.currency }) : words), [words, coop])
  return <WordsProvider words={there}>{children}</WordsProvider>
}
