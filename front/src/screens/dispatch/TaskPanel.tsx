import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { useTaskVerb } from '../../api/task'
import { useWords } from '../../i18n/WordsProvider'
import { type Verb, verbsOf } from '../../model/operations/verbs'
import { placeName, type Task } from '../../model/task'
import { Button, IconButton } from '../../ui/Button'
import { useToasts } from '../../ui/ToastRegion'
import { useDesk } from './context'
import { TaskFacts } from './TaskFacts'
import { TaskHistory } from './TaskHistory'
import { TaskState } from './TaskLine'
import { TaskPlace } from './TaskPlace'
import { useEscape } from './useEscape'
import { VerbDialog } from './VerbDialog'

/** Everything about one task, and what can be done with it. */
export function TaskPanel({ task }: { task: Task }) {
  const words = useWords()
  const { lookAt } = useDesk()
  const close = () => lookAt(undefined)
  useEscape(close)
  const kind = words.t(task.type === 'PICKUP' ? 'task.pickup' : 'task.dropoff')
  return (
    <aside className="panel" aria-label={words.t('dispatch.task', { kind, id: task.id })}>
      <header className="panel-head">
        <h2>{placeName(task)}</h2>
        <IconButton label={words.t('ui.close')} onPress={close}>
          <span aria-hidden="true">×</span>
        </IconButton>
      </header>
      <div className="panel-line">
        <span className="soft">{words.t('dispatch.task', { kind, id: task.id })}</span>
        <TaskState task={task} />
      </div>
      <TaskPlace task={task} />
      <Verbs task={task} />
      <TaskFacts task={task} />
      <TaskHistory task={task} />
    </aside>
  )
}

function Verbs({ task }: { task: Task }) {
  const words = useWords()
  const toasts = useToasts()
  const act = useTaskVerb(task.id)
  const [asking, ask] = useState<Verb>()
  const onError = (error: unknown) => toasts.say(wordsOf(error, words), { tone: 'danger' })
  const run = (verb: Verb) => (verb.asks ? ask(verb) : act.mutate({ verb: verb.name, said: {} }, { onError }))
  return (
    <div className="verbs">
      {verbsOf(task).map(verb => (
        <Button
          key={verb.name}
          look={verb.danger ? 'danger' : 'plain'}
          isDisabled={act.isPending}
          onPress={() => run(verb)}
        >
          {words.t(verb.label)}
        </Button>
      ))}
      {asking && (
        <VerbDialog
          verb={asking}
          task={task}
          pending={act.isPending}
          error={act.error}
          onClose={() => {
            ask(undefined)
            act.reset()
          }}
          onSay={said => act.mutate({ verb: asking.name, said }, { onSuccess: () => ask(undefined) })}
        />
      )}
    </div>
  )
}
