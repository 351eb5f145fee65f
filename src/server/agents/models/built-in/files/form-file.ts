import type { Field } from '../blueprint.ts';
import { dataPath, targetsOf } from './cells.ts';
import { code, element, imports } from './code.ts';
import type { Doc } from './code.ts';
import { entityNamed } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { commentText, lower, quote } from './text.ts';

/** Forms with more fields than this stand in two columns. */
const oneColumn = 7;

export function isWide(entity: EntityModel): boolean {
  return entity.fields.length > oneColumn;
}

/** `features/loans/form.tsx`: one input a field, with its label and its rules. */
export function formFile(model: AppModel, entity: EntityModel): string {
  const { one, list, type } = entity.names;
  const kinds = new Set(entity.fields.map((field) => inputName(field)));
  const has = (name: string) => kinds.has(name) && name;
  const wide = isWide(entity);
  const inputs = entity.fields.map((field) => inputOf(model, entity, field, wide));
  return code`
    ${imports({
      '@mantine/core': ['Button', 'Group', 'Stack', wide && 'SimpleGrid', has('TextInput'), has('Textarea'), has('NumberInput'), has('Checkbox'), has('Select')],
      '@mantine/dates': [has('TimeInput')],
      '@mantine/form': ['useForm'],
      '@ninefold/app': ['fieldErrors'],
      [dataPath('../../ui', entity)]: [list, `${one}Labels`, ...entity.fields.filter((field) => field.type === 'choice').map((field) => `${field.name}Options`), `type ${type}`, `type Saved${type}`],
      '../../ui/changes': ['changesOf'],
      '../../ui/date-field': [has('DateField')],
      '../../ui/feedback': ['showError'],
      '../../ui/person-input': [has('PersonInput')],
      '../../ui/rating-input': [has('RatingInput')],
      './remove': [`remove${type}`],
      './values': [`${one}Of`, `new${type}`, `validate${type}`, 'valuesOf', `type ${type}Values`],
      ...Object.fromEntries(targetsOf(model, entity.fields).map((target) => [target === entity ? './select' : `../${target.name}/select`, [`${target.names.type}Select`]])),
    })}

    type Props = {
      /** The record to edit; without it the form adds a new one. */
      ${one}?: Saved${type};
      start?: Partial<${type}>;
      onDone: () => void;
    };

    export function ${type}Form({ ${one}, start, onDone }: Props) {
      const form = useForm<${type}Values>({
        initialValues: valuesOf(${one} ?? { ...new${type}(), ...start }),
        validate: validate${type},
      });

      async function save(values: ${type}Values) {
        try {
          const changed = ${one}Of(values);
          if (${one}) await ${list}.update(${one}.id, changesOf(${one}, changed));
          else await ${list}.add(changed);
          onDone();
        } catch (error) {
          form.setErrors(fieldErrors(error));
          showError(${quote(`The ${lower(entity.singular)} could not be saved`)}, error);
        }
      }

      return (
        <form noValidate onSubmit={form.onSubmit(save)}>
          <Stack>
            ${wide ? element('SimpleGrid', ['cols={{ base: 1, sm: 2 }}', 'verticalSpacing="md"'], inputs) : inputs}
            <Group mt="sm">
              <Button type="submit" loading={form.submitting}>
                Save
              </Button>
              <Button variant="default" onClick={onDone}>
                Cancel
              </Button>
              {${one} && (
                <Button
                  variant="subtle"
                  color="red"
                  ml="auto"
                  onClick={() => {
                    onDone();
                    void remove${type}(${one});
                  }}
                >
                  Delete
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      );
    }
  ` + '\n';
}

function inputName(field: Field): string {
  switch (field.type) {
    case 'long-text': return 'Textarea';
    case 'number': case 'money': return 'NumberInput';
    case 'date': return 'DateField';
    case 'time': return 'TimeInput';
    case 'yes-no': return 'Checkbox';
    case 'choice': return 'Select';
    case 'person': return 'PersonInput';
    case 'rating': return 'RatingInput';
    case 'reference': return '';
    default: return 'TextInput';
  }
}

function inputOf(model: AppModel, entity: EntityModel, field: Field, wide: boolean): Doc {
  const name = field.type === 'reference' ? `${entityNamed(model, field.to).names.type}Select` : inputName(field);
  return element(name, [
    `label={${entity.names.one}Labels.${field.name}}`,
    field.required && field.type !== 'yes-no' && 'required',
    ...extras(field),
    field.type === 'long-text' && wide && "style={{ gridColumn: '1 / -1' }}",
    `{...form.getInputProps('${field.name}'${field.type === 'yes-no' ? ", { type: 'checkbox' }" : ''})}`,
  ]);
}

function extras(field: Field): string[] {
  switch (field.type) {
    case 'long-text': return ['autosize', 'minRows={3}', 'maxRows={12}'];
    case 'number': return ['thousandSeparator=","', ...(field.unit ? [`suffix={${quote(` ${field.unit}`)}}`] : [])];
    case 'money': return ['thousandSeparator=","', 'decimalScale={2}', `prefix={${quote(currencySymbol(field.unit!))}}`];
    case 'date': return field.required ? [] : ['clearable'];
    case 'choice': return [`data={${field.name}Options}`, ...(field.required ? ['allowDeselect={false}'] : ['clearable'])];
    case 'rating': return [`max={${field.max}}`];
    case 'email': return ['type="email"', 'autoComplete="off"'];
    case 'phone': return ['type="tel"', 'autoComplete="off"'];
    case 'link': return ['type="url"', 'placeholder="https://"'];
    default: return [];
  }
}

function currencySymbol(currency: string): string {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
  const symbol = parts.find((part) => part.type === 'currency')?.value ?? currency;
  return symbol.length > 1 ? `${symbol} ` : symbol;
}

/** `features/companies/select.tsx`: picks a record for a field of another one. */
export function selectFile(entity: EntityModel): string {
  const { one, list, type } = entity.names;
  return code`
    ${imports({
      '@mantine/core': ['Select', 'type SelectProps'],
      [dataPath('../../ui', entity)]: [list, `${one}Title`],
    })}

    /** Picks one of the ${commentText(lower(entity.plural))} by name; typing narrows the choice. */
    export function ${type}Select(props: Omit<SelectProps, 'data'>) {
      const { items, loading } = ${list}.useList();
      const none = !loading && items.length === 0;
      return (
        <Select
          searchable
          clearable={!props.required}
          allowDeselect={!props.required}
          nothingFoundMessage="Nothing found"
          description={none ? ${quote(`No ${lower(entity.plural)} yet: add one first.`)} : undefined}
          placeholder={none ? undefined : ${quote(`Choose a ${lower(entity.singular)}`)}}
          data={items.map((${one}) => ({ value: ${one}.id, label: ${one}Title(${one}) }))}
          {...props}
        />
      );
    }
  ` + '\n';
}
