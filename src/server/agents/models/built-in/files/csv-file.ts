import type { Field } from '../blueprint.ts';
import { dataPath, merge, namesImports, namesLines, namesVariable } from './cells.ts';
import { code, imports, lines } from './code.ts';
import { isNumeric } from './fields.ts';
import { entityNamed } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { quote } from './text.ts';

/** `features/loans/csv.ts`: the list as a CSV file, and back. */
export function csvFile(model: AppModel, entity: EntityModel): string {
  const { one, list, type, types } = entity.names;
  const choices = entity.fields.filter((field) => field.type === 'choice');
  const readers = entity.fields.map((field) => readOf(model, field));
  const used = (name: string) => readers.some((reader) => reader.includes(`${name}(`));
  return code`
    ${imports(merge(
      { [dataPath('../../ui', entity)]: [list, `${one}Labels`, ...choices.map((field) => `${field.name}Options`), `type Saved${type}`, `type ${type}`] },
      { '../../ui/csv': ['dateIn', 'idIn', 'numberIn', 'optionIn', 'yesNoIn'].filter(used).concat('csvOf', 'recordsIn', 'type Csv') },
      choices.length > 0 ? { '../../ui/option': ['optionLabel'] } : {},
      namesImports(model, entity.fields, '../../ui'),
      { './values': [`${one}Of`, `validate${type}`] },
    ))}

    /** Writes the list as CSV with the labels as its first line, and reads such a file again. */
    export function use${types}Csv(): Csv<Saved${type}, ${type}> {
      ${namesLines(model, entity.fields)}
      return {
        fileName: ${quote(`${entity.name}.csv`)},
        write: (${list}) =>
          csvOf(${list}, ${one}Labels, (${one}) => (${lines('{', entity.fields.map((field) => `${field.name}: ${writeOf(model, entity, field)}`), '}')})),
        read: (text) =>
          recordsIn(text, ${one}Labels, validate${type}, ${one}Of, (cell) => (${lines('{', entity.fields.map((field, at) => `${field.name}: ${readers[at]}`), '}')})),
        add: (records) => ${list}.addAll(records),
      };
    }
  ` + '\n';
}

function writeOf(model: AppModel, entity: EntityModel, field: Field): string {
  const value = `${entity.names.one}.${field.name}`;
  if (field.type === 'choice') return `optionLabel(${field.name}Options, ${value})`;
  if (field.type === 'reference') return `${namesVariable(entityNamed(model, field.to))}.get(${value} ?? '')`;
  return field.type === 'yes-no' ? `${value} ? 'yes' : 'no'` : value;
}

function readOf(model: AppModel, field: Field): string {
  const cell = `cell.${field.name}`;
  if (field.type === 'rating') return `Number(${cell}) || 0`;
  if (isNumeric(field)) return `numberIn(${cell})`;
  switch (field.type) {
    case 'choice': return `optionIn(${field.name}Options, ${cell})`;
    case 'reference': return `idIn(${namesVariable(entityNamed(model, field.to))}, ${cell})`;
    case 'yes-no': return `yesNoIn(${cell})`;
    case 'date': return `dateIn(${cell})`;
    default: return cell;
  }
}
