import { useWords } from '../i18n/WordsProvider'
import { ButtonLink } from '../ui/Button'
import { Empty } from '../ui/Notice'
import { Page } from '../ui/Page'

/** Nothing lives at this address, or nothing that this person may open. */
export function NotFound() {
  const words = useWords()
  return (
    <Page title={words.t('ui.notFound.title')} home="/app/">
      <Empty action={<ButtonLink href="/app/">{words.t('ui.notFound.home')}</ButtonLink>}>
        {words.t('ui.notFound.text')}
      </Empty>
    </Page>
  )
}
