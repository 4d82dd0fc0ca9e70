import { useState } from 'react'
import { useDeleteList, useSaveList, useTrial } from '../../api/prices'
import { fieldWords, Problem, wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import {
  draftOf,
  type ListDraft,
  moved,
  newRule,
  type PriceList,
  type RuleDraft,
  type Strategy,
} from '../../model/prices'
import { go } from '../../route/address'
import { Button } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { Select, TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { useToasts } from '../../ui/ToastRegion'
import { useLeaveGuard } from '../dispatch/useLeaveGuard'
import { UsedBy } from './Prices'
import { RuleCard } from './RuleCard'
import { TrialPanel } from './TrialPanel'

interface Props {
  list: PriceList | undefined
  may: boolean
}

/** A price list: its rules in the order in which they are tried, and a delivery to try them on. */
export function ListEditor({ list, may }: Props) {
  const words = useWords()
  const [draft, setDraft] = useState<ListDraft>(() => draftOf(list))
  const [touched, setTouched] = useState(false)
  const saving = useSaveList()
  const trial = useTrial()
  useLeaveGuard(touched)
  const error = saving.error ?? trial.error
  const put = (change: Partial<ListDraft>) => {
    setTouched(true)
    setDraft({ ...draft, ...change })
  }
  return (
    <Page title={draft.name || words.t('prices.new')} home="/app/" width="wide">
      <div className="prices">
        <form
          className="price-list"
          noValidate
          onSubmit={event => {
            event.preventDefault()
            trial.reset()
            saving.mutate(draft, { onSuccess: saved => go(`/app/prices?list=${saved.id}`, true) })
          }}
        >
          <a href="/app/prices" className="back">
            {words.t('prices.all')}
          </a>
          <Head draft={draft} may={may} error={error} put={put} />
          {list && <UsedBy list={list} />}
          <Rules
            draft={draft}
            says={trial.data?.says ?? list?.rules.map(({ says }) => says) ?? []}
            may={may}
            error={error}
            onChange={rules => put({ rules })}
          />
          {may && (
            <div className="price-save">
              {saving.isError && <Message tone="danger">{failureOf(saving.error, words)}</Message>}
              <Button type="submit" look="main" isDisabled={!touched} isPending={saving.isPending}>
                {words.t('ui.save')}
              </Button>
              {!touched && saving.isIdle && <span className="soft">{words.t('prices.unchanged')}</span>}
              {list && <Delete list={list} />}
            </div>
          )}
        </form>
        <TrialPanel draft={draft} trial={trial} />
      </div>
    </Page>
  )
}

/** A form that is wrong says so once; each rule says what is wrong with it. */
function failureOf(error: unknown, words: ReturnType<typeof useWords>): string {
  if (error instanceof Problem && error.fields.length > 0) return words.t('prices.wrong')
  if (error instanceof Problem && error.status === 409) return words.t('prices.stale')
  return wordsOf(error, words)
}

interface HeadIn {
  draft: ListDraft
  may: boolean
  error: unknown
  put(change: Partial<ListDraft>): void
}

function Head({ draft, may, error, put }: HeadIn) {
  const words = useWords()
  if (!may) return <p>{words.t(`prices.strategy.${draft.strategy}`)}</p>
  return (
    <div className="pair">
      <TextField
        label={words.t('prices.name')}
        value={draft.name}
        maxLength={255}
        error={fieldWords(error, 'name', words)}
        onChange={name => put({ name })}
      />
      <Select
        label={words.t('prices.strategy')}
        options={(['find', 'map'] as const).map(id => ({ id, label: words.t(`prices.strategy.${id}`) }))}
        value={draft.strategy}
        onChange={strategy => put({ strategy: strategy as Strategy })}
      />
    </div>
  )
}

interface RulesIn {
  draft: ListDraft
  says: string[]
  may: boolean
  error: unknown
  onChange(rules: RuleDraft[]): void
}

function Rules({ draft: { rules }, says, may, error, onChange }: RulesIn) {
  const words = useWords()
  return (
    <section className="price-rules">
      <h2>{words.t('prices.rules.title')}</h2>
      <ol className="rules">
        {rules.map((rule, i) => (
          <li key={rule.key}>
            <RuleCard
              rule={rule}
              at={i}
              count={rules.length}
              says={says[i] ?? ''}
              may={may}
              error={error}
              onChange={change => onChange(rules.map(one => (one.key === rule.key ? { ...one, ...change } : one)))}
              onMove={by => onChange(moved(rules, i, by))}
              onDelete={() => onChange(rules.filter(one => one.key !== rule.key))}
            />
          </li>
        ))}
      </ol>
      {rules.length === 0 && <p className="soft">{words.t('prices.rules.none')}</p>}
      {may && <Button onPress={() => onChange([...rules, newRule()])}>{words.t('prices.rule.add')}</Button>}
    </section>
  )
}

/** Deletes a list that nothing uses; of others it says what uses them. */
function Delete({ list }: { list: PriceList }) {
  const words = useWords()
  const toasts = useToasts()
  const [asked, ask] = useState(false)
  const deleting = useDeleteList()
  if (list.usedBy.length > 0) return null
  const confirm = () => {
    ask(false)
    deleting.mutate(list.id, {
      onSuccess: () => go('/app/prices', true),
      onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
    })
  }
  return (
    <>
      <Button look="quiet" isPending={deleting.isPending} onPress={() => ask(true)}>
        {words.t('prices.delete')}
      </Button>
      <Confirm
        title={words.t('prices.delete')}
        open={asked}
        verb={words.t('prices.delete')}
        danger
        onClose={() => ask(false)}
        onConfirm={confirm}
      >
        {words.t('prices.delete.sure', { name: list.name })}
      </Confirm>
    </>
  )
}
