import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  Select as AriaSelect,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
  type TextFieldProps,
} from 'react-aria-components'
import { useWords } from '../i18n/WordsProvider'
import './field.css'

interface Common {
  label: string
  hint?: string | undefined
  /** Why the value is refused; shown below the field and read out. */
  error?: string | undefined
}

type TextIn = Common &
  Omit<TextFieldProps, 'className' | 'style' | 'children'> & { lines?: number; placeholder?: string }

/** A line of text, or several with `lines`. */
export function TextField({ label, hint, error, lines, placeholder = '', ...rest }: TextIn) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error) || Boolean(rest.isInvalid)} className="field">
      <Label>{label}</Label>
      {lines ? (
        <TextArea rows={lines} placeholder={placeholder} />
      ) : (
        <Input placeholder={placeholder} autoCapitalize={rest.autoComplete ? 'none' : 'sentences'} />
      )}
      {hint && <Text slot="description">{hint}</Text>}
      <FieldError>{error}</FieldError>
    </AriaTextField>
  )
}

interface SelectIn extends Common {
  options: { id: string; label: string }[]
  value: string | null
  onChange(id: string): void
  isDisabled?: boolean
}

/** A choice of one from a list. */
export function Select({ label, hint, error, options, value, onChange, isDisabled = false }: SelectIn) {
  const words = useWords()
  return (
    <AriaSelect
      className="field"
      isInvalid={Boolean(error)}
      isDisabled={isDisabled}
      placeholder={words.t('ui.choose')}
      value={value}
      onChange={key => key !== null && onChange(String(key))}
    >
      <Label>{label}</Label>
      <AriaButton className="select">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </AriaButton>
      {hint && <Text slot="description">{hint}</Text>}
      <FieldError>{error}</FieldError>
      <Popover className="popover">
        <ListBox items={options} className="options">
          {option => <ListBoxItem className="option">{option.label}</ListBoxItem>}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

interface CheckboxIn {
  label: string
  checked: boolean
  onChange(checked: boolean): void
  isDisabled?: boolean
}

/** Something that is on or off. */
export function Checkbox({ label, checked, onChange, isDisabled = false }: CheckboxIn) {
  return (
    <AriaCheckbox className="checkbox" isSelected={checked} onChange={onChange} isDisabled={isDisabled}>
      <span className="box" aria-hidden="true" />
      {label}
    </AriaCheckbox>
  )
}
