import { type ReactNode, useEffect } from 'react'
import { Link } from 'react-aria-components'
import { useWords } from '../i18n/WordsProvider'
import type { Key } from '../i18n/words'
import { OfflineBar } from './Notice'
import './page.css'

interface Props {
  title: string
  /** Where the mark leads. */
  home: string
  /** Stands at the end of the header: live mark, account. */
  aside?: ReactNode
  /** `full` gives the screen the whole window, for boards with a map. */
  width?: 'text' | 'wide' | 'full'
  /** What to say while the device has no network. */
  offline?: Key
  children: ReactNode
}

/** The frame of a screen: header with its title, notice when offline, main part. */
export function Page({ title, home, aside, width = 'wide', offline = 'ui.offline', children }: Props) {
  const words = useWords()
  useEffect(() => {
    document.title = `${title} · ${words.t('app.name')}`
  }, [title, words])
  return (
    <div className={`page ${width}`}>
      <a className="skip" href="#main">
        {words.t('ui.skip')}
      </a>
      <header className="page-head">
        <Link href={home} className="mark" aria-label={words.t('app.name')}>
          <img src="/front/icon.svg" alt="" width="32" height="32" />
        </Link>
        <h1>{title}</h1>
        {aside && <div className="page-aside">{aside}</div>}
      </header>
      <OfflineBar text={offline} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
