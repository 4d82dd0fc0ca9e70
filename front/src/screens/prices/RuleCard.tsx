import { useEffect, useState } from 'react'
import { fieldWords } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import type { Key } from '../../i18n/words'
import { byHand, type RuleDraft, type Target } from '../../model/prices'
import { Button, IconButton } from '../../ui/Button'
import { Select, TextField } from '../../ui/Field'

interface Props {
  rule: RuleDraft
  at: number
  count: number
  /** The rule in words, as the server last read it. */
  says: string
  may: boolean
  error: unknown
  onChange(change: Partial<RuleDraft>): void
  onMove(by: -1 | 1): void
  onDelete(): void
}

/** A rule: closed it says itself in words, open it is written. */
export function RuleCard({ rule, at, count, says, may, error, onChange, onMove, onDelete }: Props) {
  const words = useWords()
  const wrong = ['name', 'target', 'expression', 'price'].some(part => fieldWords(error, `rules[${at}].${part}`, words))
  const [open, setOpen] = useState(rule.id === undefined)
  useEffect(() => {
    if (wrong) setOpen(true)
  }, [wrong])
  const told = rule.expression.trim() === byHand ? words.t('prices.rule.byHand') : says
  const title = rule.name || told || words.t('prices.rule.new')
  return (
    <article className={`rule${wrong ? ' wrong' : ''}`} aria-label={`${at + 1}. ${title}`}>
      <div className="rule-head">
        <button type="button" className="rule-title" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className="rule-place numbers">{at + 1}</span>
          <span>
            <strong>{title}</strong>
            <span className="soft">{rule.name ? told : words.t(`prices.target.${rule.target}`)}</span>
          </span>
        </button>
        {may && (
          <span className="rule-moves">
            <IconButton label={words.t('prices.rule.up')} isDisabled={at === 0} onPress={() => onMove(-1)}>
              ↑
            </IconButton>
            <IconButton label={words.t('prices.rule.down')} isDisabled={at === count - 1} onPress={() => onMove(1)}>
              ↓
            </IconButton>
          </span>
        )}
      </div>
      {open && (may ? <Fields {...{ rule, at, error, onChange, onDelete }} /> : <Read rule={rule} />)}
    </article>
  )
}

/** Ready-made texts to begin a condition or a price with. */
const conditions: [text: string, says: Key][] = [
  ['true', 'prices.if.always'],
  ['distance < 3000', 'prices.if.near'],
  ['distance in 3000..6000', 'prices.if.between'],
  ['weight > 5000', 'prices.if.heavy'],
  ['packages.containsAtLeastOne("XL")', 'prices.if.package'],
  ['task.type == "DROPOFF"', 'prices.if.dropoff'],
  ['in_zone(dropoff.address, "centre")', 'prices.if.zone'],
  ['diff_hours(pickup, "< 2")', 'prices.if.soon'],
  [byHand, 'prices.if.byHand'],
]
const prices: [text: string, says: Key][] = [
  ['500', 'prices.is.fixed'],
  ['price_range(distance, 100, 1000, 3000)', 'prices.is.range'],
  ['price_per_package(packages, "XL", 200, 0, 0)', 'prices.is.package'],
  ['price_percentage(11000)', 'prices.is.percentage'],
  ['price_range(quantity, 500, 5, 0)', 'prices.is.quantity'],
]

type FieldsIn = Pick<Props, 'rule' | 'at' | 'error' | 'onChange' | 'onDelete'>

function Fields({ rule, at, error, onChange, onDelete }: FieldsIn) {
  const words = useWords()
  const targets: Target[] = ['DELIVERY', 'TASK', 'LEGACY_TARGET_DYNAMIC']
  const wrong = (part: string) => fieldWords(error, `rules[${at}].${part}`, words)
  return (
    <div className="rule-fields">
      <div className="pair">
        <TextField
          label={words.t('prices.rule.name')}
          hint={words.t('prices.rule.name.hint')}
          value={rule.name}
          maxLength={255}
          error={wrong('name')}
          onChange={name => onChange({ name })}
        />
        <Select
          label={words.t('prices.target')}
          options={targets
            .filter(id => id !== 'LEGACY_TARGET_DYNAMIC' || rule.target === id)
            .map(id => ({ id, label: words.t(`prices.target.${id}`) }))}
          value={rule.target}
          onChange={target => onChange({ target: target as Target })}
        />
      </div>
      <Written
        label={words.t('prices.rule.if')}
        value={rule.expression}
        ready={conditions}
        error={wrong('expression')}
        onChange={expression => onChange({ expression })}
      />
      <Written
        label={words.t('prices.rule.price')}
        value={rule.price}
        ready={prices}
        error={wrong('price')}
        onChange={price => onChange({ price })}
      />
      <Button look="quiet" onPress={onDelete}>
        {words.t('prices.rule.delete')}
      </Button>
    </div>
  )
}

interface WrittenIn {
  label: string
  value: string
  ready: [text: string, says: Key][]
  error: string | undefined
  onChange(text: string): void
}

/** A text in the language of rules, with ready-made ones to begin with. */
function Written({ label, value, ready, error, onChange }: WrittenIn) {
  const words = useWords()
  return (
    <div className="written">
      <TextField label={label} value={value} error={error} maxLength={2000} spellCheck="false" onChange={onChange} />
      <Select
        label={words.t('prices.ready')}
        options={ready.map(([id, says]) => ({ id, label: words.t(says) }))}
        value={ready.some(([text]) => text === value) ? value : null}
        onChange={onChange}
      />
    </div>
  )
}

function Read({ rule }: { rule: RuleDraft }) {
  const words = useWords()
  return (
    <dl className="rule-read">
      <dt>{words.t('prices.rule.if')}</dt>
      <dd>
        <code>{rule.expression}</code>
      </dd>
      <dt>{words.t('prices.rule.price')}</dt>
      <dd>
        <code>{rule.price}</code>
      </dd>
    </dl>
  )
}
