import { Link } from 'react-aria-components'
import { type Session, useSignOut } from '../../api/session'
import { useWords } from '../../i18n/WordsProvider'
import { Button } from '../../ui/Button'
import { Empty, Message } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { screensFor } from '../screens'
import './home.css'

/** The start page: the screens that this person's session opens. */
export function Home({ session }: { session: Session }) {
  const words = useWords()
  const signOut = useSignOut()
  const open = screensFor(session.can)
  const aside = (
    <Button look="quiet" onPress={() => signOut.mutate()} isPending={signOut.isPending}>
      {words.t('login.out')}
    </Button>
  )
  return (
    <Page title={session.coop?.name ?? words.t('app.name')} home="/app/" aside={aside}>
      <div className="home">
        <div>
          <h2>{words.t('home.title', { name: session.user.name ?? session.user.username })}</h2>
          {open.length > 0 && <p className="soft">{words.t('home.choose')}</p>}
        </div>
        {session.weak && <Message tone="warn">{words.t('home.weak')}</Message>}
        {open.length === 0 && !session.weak && <Empty>{words.t('home.nothing')}</Empty>}
        <ul className="doors">
          {open.map(screen => (
            <li key={screen.path}>
              <Link href={screen.path} className="door" {...(screen.apart && { routerOptions: { apart: true } })}>
                <strong>{words.t(screen.title)}</strong>
                <span className="soft">{words.t(screen.hint)}</span>
              </Link>
            </li>
          ))}
          <li>
            <Link href="/app/security" className="door">
              <strong>{words.t('security.title')}</strong>
              <span className="soft">{words.t('home.security.hint')}</span>
            </Link>
          </li>
        </ul>
      </div>
    </Page>
  )
}
