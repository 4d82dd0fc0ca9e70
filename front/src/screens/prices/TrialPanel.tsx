import { useState } from 'react'
import type { useTrial } from '../../api/prices'
import { Problem, wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { firstTrial, type ListDraft, looksOf, type Trial, type TrialAnswer, toldOf, trialOf } from '../../model/prices'
import { Badge } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { AddressField } from '../store/AddressField'

interface Props {
  draft: ListDraft
  trial: ReturnType<typeof useTrial>
}

/** Tries the list as it is written, saved or not, on a made-up delivery, and tells which rules held and why. */
export function TrialPanel({ draft, trial }: Props) {
  const words = useWords()
  const [values, setValues] = useState<Trial>(firstTrial)
  const put = (change: Partial<Trial>) => setValues({ ...values, ...change })
  const wrong = trial.error instanceof Problem && trial.error.fields.length > 0
  return (
    <section className="trial" aria-labelledby="trial-title">
      <h2 id="trial-title">{words.t('prices.try')}</h2>
      <p className="soft">{words.t('prices.try.hint')}</p>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          trial.mutate(trialOf(draft, values, Date.now()))
        }}
      >
        <TrialFields draft={draft} values={values} put={put} />
        <Button type="submit" wide isPending={trial.isPending}>
          {words.t('prices.try.do')}
        </Button>
      </form>
      <div role="status">
        {trial.isError && (
          <Message tone="danger">{wrong ? words.t('prices.wrong') : wordsOf(trial.error, words)}</Message>
        )}
        {trial.data && <Told answer={trial.data} />}
      </div>
    </section>
  )
}

interface FieldsIn {
  draft: ListDraft
  values: Trial
  put(change: Partial<Trial>): void
}

/** Only what the rules look at is asked for. */
function TrialFields({ draft, values, put }: FieldsIn) {
  const words = useWords()
  const looks = looksOf(draft.rules)
  const number = (label: string, value: string, onChange: (text: string) => void) => (
    <TextField key={label} label={label} inputMode="decimal" value={value} onChange={onChange} />
  )
  return (
    <div className="trial-fields">
      {number(words.t('prices.try.distance'), values.kilometres, kilometres => put({ kilometres }))}
      {number(words.t('prices.try.dropoffs'), values.dropoffs, dropoffs => put({ dropoffs }))}
      {looks.weight && number(words.t('store.weight'), values.kilograms, kilograms => put({ kilograms }))}
      {looks.packages.map(name =>
        number(words.t('store.package', { name }), values.packages[name] ?? '', text =>
          put({ packages: { ...values.packages, [name]: text } }),
        ),
      )}
      {looks.volume && number(words.t('prices.try.volume'), values.volume, volume => put({ volume }))}
      {looks.time && number(words.t('prices.try.notice'), values.notice, notice => put({ notice }))}
      {looks.time && number(words.t('prices.try.window'), values.window, window => put({ window }))}
      {looks.byHand.map(at => {
        const { key, name } = draft.rules[at] ?? { key: '', name: '' }
        const label = words.t('prices.try.byHand', { name: name || words.t('prices.rule.place', { place: at + 1 }) })
        return number(label, values.byHand[key] ?? '', text => put({ byHand: { ...values.byHand, [key]: text } }))
      })}
      {looks.zone && (
        <>
          <AddressField label={words.t('prices.try.from')} place={values.from} onChange={from => put({ from })} />
          <AddressField label={words.t('prices.try.to')} place={values.to} onChange={to => put({ to })} />
        </>
      )}
    </div>
  )
}

/** What came of a trial: the price, and look by look which rules held and why. */
function Told({ answer }: { answer: TrialAnswer }) {
  const words = useWords()
  return (
    <div className="told">
      <p className="told-total">
        {answer.found ? (
          <>
            {words.t('prices.try.total')} <strong>{words.money(answer.total)}</strong>
          </>
        ) : (
          words.t('prices.try.none')
        )}
      </p>
      {toldOf(answer.passes).map((pass, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: looks have no names of their own, and their order is fixed
        <section key={i}>
          <h3>{words.t(`prices.pass.${pass.target}`)}</h3>
          <ul>
            {pass.rules.map((rule, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same
              <li key={n}>
                <span className="told-rule">
                  <Badge tone={rule.matched ? 'accent' : 'plain'}>
                    {words.t(rule.matched ? 'prices.held' : 'prices.not')}
                  </Badge>
                  <strong>{rule.name}</strong>
                  {rule.matched && <span className="numbers">{words.money(rule.amount)}</span>}
                </span>
                <span className="soft">{rule.why}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
