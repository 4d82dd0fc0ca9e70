import { useWords } from '../../i18n/WordsProvider'
import type { Held } from '../../model/edits'
import { editsOf, type Intent } from '../../model/intent'
import { Button } from '../../ui/Button'
import { useDesk } from './context'
import type { Editing } from './useEdits'
import { intentWords } from './words'

/** What the dispatcher wanted and did not get, with who was quicker; wanting it still is one tap. */
export function HeldBars({ editing }: { editing: Editing }) {
  const words = useWords()
  const { held, pending, waiting } = editing.edits
  return (
    <>
      {waiting && (
        <p className="held" role="status">
          {words.t('dispatch.waiting', { n: pending.length })}
        </p>
      )}
      {held.map(one => (
        <HeldBar key={one.id} held={one} editing={editing} />
      ))}
    </>
  )
}

function HeldBar({ held, editing }: { held: Held; editing: Editing }) {
  const words = useWords()
  const { board } = useDesk()
  const again = () => {
    editing.letGo(held.id)
    editing.ask(held.intent)
  }
  return (
    <div className="held" role="alert">
      <p>
        <strong>{intentWords(held.intent, board, words)}</strong> {whyWords(held, words)}
      </p>
      <div className="held-buttons">
        {stillWanted(held.intent, board) && <Button onPress={again}>{words.t('dispatch.held.anyway')}</Button>}
        <Button look="quiet" onPress={() => editing.letGo(held.id)}>
          {words.t('dispatch.held.leave')}
        </Button>
      </div>
    </div>
  )
}

function whyWords(held: Held, words: ReturnType<typeof useWords>): string {
  if (held.by.length === 0) return words.t('dispatch.held.somebody')
  return words.t('dispatch.held.stale', { names: held.by.join(', ') })
}

function stillWanted(intent: Intent, board: ReturnType<typeof useDesk>['board']): boolean {
  return intent.kind === 'restore' || editsOf(board, intent).length > 0
}
